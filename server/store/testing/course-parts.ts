import type { CoursePart } from '../save-forecast-run'

const perPart = 250

/** Courses of single segments as the parts of a run. */
export function courseParts(courses: readonly { segmentId: string; packed: Uint8Array }[]): CoursePart[] {
  return Array.from({ length: Math.ceil(courses.length / perPart) }, (_, i) => {
    const part = courses.slice(i * perPart, (i + 1) * perPart)
    let end = 0
    return { segmentIds: part.map(({ segmentId }) => segmentId), bytes: Buffer.concat(part.map(({ packed }) => packed)), ends: Int32Array.from(part, ({ packed }) => (end += packed.length)) }
  })
}
