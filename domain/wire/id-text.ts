import { z } from 'zod'

/** Name of something in the database: 1 to 200 characters that PostgreSQL can hold, so neither NUL nor half a surrogate pair. */
export const idText = z.string().min(1).max(200).regex(/^[^\u0000\p{Surrogate}]*$/u, 'must not contain NUL or half a surrogate pair')
