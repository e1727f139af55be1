import type { Database } from '#db/database'
import { ImportRefused } from '#server/exchange/import-refused'
import { standsWords, undoImport } from '#server/exchange/undo-import'
import { loadImports } from '#server/store/undo-import'
import { localActor } from './local-actor'

/** `npm run import -- list`: all imports, the newest first. */
export async function listImports(db: Database): Promise<string[]> {
  const imports = await loadImports(db)
  if (imports.length === 0) return ['Nothing was imported here yet.']
  return imports.map(({ id, file, name, importedAt, segments, stations, undoneAt, undoneBy }) =>
    `${String(id).padStart(5)}  ${importedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC  ${name === null ? 'a whole city' : `"${name}"`} from ${file}: ${undoneAt ? `undone ${undoneAt.toISOString().slice(0, 16).replace('T', ' ')} UTC by ${undoneBy}` : name === null ? 'stands' : stations > 0 ? `${stations} stations stand` : `${segments} segments stand`}`)
}

/** `npm run import -- undo ID`: takes a whole import back. @throws ImportRefused with what keeps it */
export async function undoImportById(db: Database, text: string, now: Date): Promise<string> {
  if (!/^\d{1,9}$/.test(text)) throw new ImportRefused(`undo ${text}: expected the number of an import; see  npm run import -- list`)
  const answer = await undoImport(db, Number(text), { at: now, actor: localActor() })
  switch (answer.outcome) {
    case 'undone': return `Import ${text} is undone: ${answer.stations > 0 ? `${answer.stations} stations` : `${answer.segments} segments`} are gone. A running server shows it within seconds.`
    case 'unknown': throw new ImportRefused(`there is no import ${text}; see  npm run import -- list`)
    case 'undone_before': throw new ImportRefused(`import ${text} was undone before`)
    case 'whole_city': throw new ImportRefused(`import ${text} is a whole city (or was made before names were kept): it cannot be undone. Begin with another database: HEARTHWAY_DATA_DIR or HEARTHWAY_DATABASE_URL`)
    case 'refused': throw new ImportRefused(`import ${text} cannot be undone, because ${standsWords(answer.stands).join('; ')}. Take these off by a plant file first (docs/plant.md)`)
  }
}
