import { isAPIError } from 'better-auth/api'

/** Null for what the library refused. @throws anything else, as when the database does not answer */
export async function refusable<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (isAPIError(error) && error.statusCode < 500) return null
    throw error
  })
}
