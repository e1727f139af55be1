import type { SentFrame } from './sent-frames'

/** A leader that was cut off from the database, from the cut until the line was whole again. */
export interface Cut { sender: string; fromMs: number; toMs: number }
/** Who leads from then on, as the database was seen to say. */
export interface Lead { sender: string; epoch: number; fromMs: number }

export interface PartitionVerdict {
  /** Frames of a server while another one led. */
  strangers: number
  /** Frames of a cut-off leader later than it may believe in its lead. */
  sentTooLate: number
  /** Frames that a cut line had kept and that came when another one led already: the device's own sequence meets them. */
  lateArrivals: number
  /** Longest time from a cut to the cut-off leader's last frame, and to the first of its follower. */
  stoppedAfterMs: number
  followedAfterMs: number
}

/** The database is asked this often at least, ms: a new leader may have sent before it was seen to lead. */
const seenWithinMs = 300

/**
 * @param frames in the order in which they reached their controllers
 * @param leads in their order
 * @param mayMs how long after a cut the leader may still send
 */
export function judgePartition(frames: readonly SentFrame[], cuts: readonly Cut[], leads: readonly Lead[], mayMs: number): PartitionVerdict {
  const foreign = frames.filter(({ sender, atMs }) => {
    const now = leads.findLast(({ fromMs }) => fromMs <= atMs)
    const soon = leads.find(({ fromMs }) => fromMs > atMs && fromMs <= atMs + seenWithinMs)
    return now !== undefined && now.sender !== sender && soon?.sender !== sender
  })
  const during = ({ fromMs, toMs }: Cut): SentFrame[] => frames.filter(({ atMs, late }) => atMs > fromMs && atMs < toMs && !late)
  const longest = (instants: readonly (number | undefined)[]): number => Math.round(Math.max(0, ...instants.map((atMs, i) => (atMs === undefined ? 0 : atMs - (cuts[i] as Cut).fromMs))))
  return {
    strangers: foreign.filter(({ late }) => !late).length,
    sentTooLate: cuts.reduce((sum, cut) => sum + during(cut).filter(({ sender, atMs }) => sender === cut.sender && atMs > cut.fromMs + mayMs).length, 0),
    lateArrivals: foreign.filter(({ late }) => late).length,
    stoppedAfterMs: longest(cuts.map((cut) => during(cut).findLast(({ sender }) => sender === cut.sender)?.atMs)),
    followedAfterMs: longest(cuts.map((cut) => during(cut).find(({ sender }) => sender !== cut.sender)?.atMs)),
  }
}
