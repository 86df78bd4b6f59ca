import type { TestModule } from 'vitest/node'

/** Prints the names of the tests that failed, and one plain closing line that any log reader understands. */
export const closingLine = {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const failed: string[] = []
    const count = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') count.passed += 1
        else if (state === 'failed') {
          count.failed += 1
          failed.push(`${module.relativeModuleId}: ${test.fullName}`)
        } else count.skipped += 1
      }
      if (module.errors().length > 0) {
        count.failed += 1
        failed.push(`${module.relativeModuleId}: ${module.errors()[0]?.message.slice(0, 200)}`)
      }
    }
    for (const name of failed) console.log(`failed: ${name}`)
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  },
}
