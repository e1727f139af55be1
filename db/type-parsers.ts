import pg from 'pg'

const int8Oid = 20

/** @throws RangeError when the value does not fit a JavaScript number exactly */
function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond what a number holds exactly`)
  return value
}

/** Values as the rooms expect them: bigint as number, everything else as `pg` does by default (timestamptz as Date, jsonb parsed). */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8Oid && format !== 'binary' ? parseInt8 : pg.types.getTypeParser(oid, format as 'text'),
}
