import { unpackCourse, type Course } from '#domain/wire/pack-course'

/** Courses of a run by segment. */
export type RunCourses = ReadonlyMap<string, Course>

/** Runs kept unpacked, about 7 MB each for a large city: the present one and one that somebody looks back at. */
const mostRuns = 2

/** The runs last asked for, unpacked: whoever moves the time bar asks for the same run again and again. A run never changes once it is stored. */
export class RunShelf {
  private readonly runs = new Map<number, Promise<RunCourses>>()

  /** @param load everything that a run says, packed, by segment */
  constructor(private readonly load: (runId: number) => Promise<ReadonlyMap<string, Uint8Array>>) {}

  courses(runId: number): Promise<RunCourses> {
    const courses = this.runs.get(runId) ?? this.load(runId).then((packed) => new Map(Array.from(packed, ([id, bytes]) => [id, unpackCourse(bytes)])))
    this.runs.delete(runId)
    this.runs.set(runId, courses)
    courses.catch(() => this.runs.delete(runId))
    for (const id of this.runs.keys()) if (this.runs.size > mostRuns) this.runs.delete(id)
    return courses
  }
}
