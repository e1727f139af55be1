/** What is used of the compiler's loader options: the engine hands over everything that its modules may import. */
export interface LoaderOptions {
  instantiateWasm: (imports: { env: Record<string, unknown> }, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => unknown) => unknown
}

interface EngineExports {
  errstart(level: number, domain: number): number
  errmsg_internal(format: number, values: number): number
  errfinish(file: number, line: number, routine: number): void
  malloc(bytes: number): number
}

const errorLevel = 21 // ERROR in PostgreSQL's elog.h, since version 14

/**
 * Turns C++ exceptions into PostgreSQL errors. PostGIS and the libraries below it were compiled without catching for this engine:
 * not one of its modules imports `__cxa_begin_catch`. A thrown exception (a TopologyException of GEOS, say) therefore runs through
 * every handler, leaves PostgreSQL in the middle of a statement, and what was half done is committed in silence. Here it becomes
 * `ereport(ERROR)` where it is thrown, with the exception's own words, and PostgreSQL cleans up as after any other error.
 */
export function reportCppExceptions(options: LoaderOptions): void {
  const instantiate = options.instantiateWasm
  options.instantiateWasm = (imports, done) => {
    let engine: EngineExports | undefined
    const { memory, __indirect_function_table: table } = imports.env as { memory: WebAssembly.Memory; __indirect_function_table: WebAssembly.Table }
    imports.env['__cxa_throw'] = (exception: number, type: number) => {
      if (!engine) throw new Error('a C++ exception before the engine had started')
      // doubled, for the text goes through a printf format
      const text = Buffer.from(`${describe(memory, table, exception, type).replaceAll('%', '%%')}\0`)
      const at = engine.malloc(text.length)
      new Uint8Array(memory.buffer).set(text, at)
      engine.errstart(errorLevel, 0)
      engine.errmsg_internal(at, 0)
      engine.errfinish(0, 0, 0)
    }
    return instantiate(imports, (instance, module) => {
      engine = instance.exports as unknown as EngineExports
      return done(instance, module)
    })
  }
}

/** The words of `what()`, the third entry in the table of virtual functions of every std::exception; the type's name otherwise. */
function describe(memory: WebAssembly.Memory, table: WebAssembly.Table, exception: number, type: number): string {
  const words = new DataView(memory.buffer)
  const name = readText(memory, words.getUint32(type + 4, true))
  const unknown = `a C++ exception (${name})`
  if (!/xception|error|^St|^NSt/.test(name)) return unknown
  try {
    const what = table.get(words.getUint32(words.getUint32(exception, true) + 8, true)) as (self: number) => number
    return readText(memory, what(exception)) || unknown
  } catch {
    return unknown
  }
}

function readText(memory: WebAssembly.Memory, at: number): string {
  const bytes = new Uint8Array(memory.buffer, at)
  return Buffer.from(bytes.subarray(0, Math.min(bytes.indexOf(0), 2000))).toString('utf8')
}
