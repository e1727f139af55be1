import { pathToFileURL } from 'node:url'
import type { Extension } from '@electric-sql/pglite'
import { postgis } from '@electric-sql/pglite-postgis'
import { reportCppExceptions } from './cpp-exceptions'

/** PostGIS for the engine, from a bundle of our own choice, with its C++ exceptions told as errors. */
export function embeddedPostgis(bundleFile: string): Extension {
  return {
    name: 'postgis',
    async setup(engine, options) {
      const made = await postgis.setup(engine, options)
      reportCppExceptions(made.emscriptenOpts)
      return { ...made, bundlePath: pathToFileURL(bundleFile) }
    },
  }
}
