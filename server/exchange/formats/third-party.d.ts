declare module 'shapefile' {
  interface Feature { type: 'Feature'; properties: Record<string, unknown> | null; geometry: unknown }
  export function read(shp: Uint8Array, dbf?: Uint8Array, options?: { encoding?: string }): Promise<{ features: Feature[] }>
}
declare module 'sql.js' {
  interface Statement { bind(values: unknown[]): void; run(values: unknown[]): void; step(): boolean; getAsObject(): Record<string, unknown>; free(): void }
  interface Database { prepare(sql: string): Statement; run(sql: string, values?: unknown[]): void; export(): Uint8Array; close(): void }
  export default function initSqlJs(): Promise<{ Database: new (bytes?: Uint8Array) => Database }>
}
