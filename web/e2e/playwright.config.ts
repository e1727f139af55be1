import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: '../../test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Each worker has a demo of its own; most of a test waits for the city's clock.
  workers: 2,
  retries: 0,
  reporter: [['list'], ['json']],
  use: {
    viewport: { width: 1920, height: 1080 },
    actionTimeout: 20_000,
    locale: 'zh-CN',
    // A browser in another time zone than the city: what is shown must be the city's time all the same.
    timezoneId: 'America/New_York',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
    },
  },
})
