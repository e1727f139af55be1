import { readCounted } from './read-json-body'

/** A body of text as bytes are letters (Latin-1, of which ASCII is a part): a stray byte spoils its own line and no more. @throws ProblemError 413 */
export async function readTextBody(request: Request, maxBytes: number): Promise<string> {
  return Buffer.from(await readCounted(request, maxBytes)).toString('latin1')
}
