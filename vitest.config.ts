import { defineConfig } from 'vitest/config'
import { closingLine } from './test/support/reporter.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    pool: 'forks',
    setupFiles: ['test/support/seed.ts'],
    globalSetup: ['test/support/server.ts'],
    reporters: ['default', closingLine],
  },
})
