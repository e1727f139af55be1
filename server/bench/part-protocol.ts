/** Between a bench and its parts, over the channel of child_process.fork. */
export interface Question { id: number; what: string; options: unknown }
export interface Answer { id: number; result?: unknown; error?: string }
