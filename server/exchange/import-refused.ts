/** Why a whole file cannot be imported; the message says what to do about it. Nothing was written. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused'
}
