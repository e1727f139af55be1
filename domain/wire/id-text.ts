import { z } from 'zod'
import { storableText } from './storable-text'

/** Name of something in the database: 1 to 200 characters that it can hold. */
export const idText = z.string().min(1).max(200).regex(storableText, 'must not contain NUL or half a surrogate pair')
