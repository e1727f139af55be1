import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Every server entry that runs as a process or a worker of its own. */
const serverEntries: Record<string, string> = {
  twin: 'server/twin/main.ts',
  'embedded-worker': 'db/embedded/embedded-worker.ts',
  'forecast-worker': 'server/forecast/forecast-worker.ts',
  'import-worker': 'server/exchange/import-worker.ts',
  'export-worker': 'server/exchange/exports/export-worker.ts',
  soak: 'server/soak/main.ts',
  simulate: 'server/simulate/main.ts',
  bench: 'server/bench/main.ts',
  'bench-part': 'server/bench/parts/main.ts',
}
for (const command of ['demo', 'start', 'import', 'plant', 'backup', 'restore', 'admin', 'audit', 'device', 'controller']) serverEntries[command] = `server/cli/${command}.ts`

/** The server that the dev server asks. */
const backend = 'http://127.0.0.1:8080'

export default defineConfig(({ isSsrBuild }) => ({
  root: isSsrBuild || process.env['VITEST'] ? '.' : 'web',
  plugins: [vue()],
  build: isSsrBuild
    ? {
        outDir: 'dist/server',
        emptyOutDir: true,
        target: 'node20',
        minify: false,
        ssr: true,
        rollupOptions: {
          input: serverEntries,
          output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js' },
        },
      }
    : process.env['HEARTHWAY_BENCH'] === '1'
      ? { outDir: '../dist/web-bench', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000, copyPublicDir: false, rollupOptions: { input: 'web/bench/ribbon.html' } }
      : { outDir: '../dist/web', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000 },
  // Modules under web/api are the screen's own; the server judges the Origin, so it must see its own.
  server: { proxy: { '^/api/(?!.*\\.ts)': { target: backend, changeOrigin: true, headers: { origin: backend } }, '^/(ogc|sta)(/|$|\\?)': { target: backend } } },
  test: {
    include: ['{domain,db,server,web,fixtures}/**/*.test.ts', '*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['db/testing/global-setup.ts'],
  },
}))
