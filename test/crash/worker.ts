/**
 * A run that ends itself with kill −9 around the nth commit: `worker.ts CASE EXHIBIT N MOMENT`. Without N it runs to its
 * end and prints the result. Started as a process of its own by the crash tests.
 */
import { openCase } from '../../src/case.ts'
import { acquire } from '../../src/evidence/acquire.ts'
import { declareOperation, exercise } from '../../src/evidence/operation.ts'
import { runCase } from '../../src/run.ts'

const [caseDir = '', exhibit = '', killAt = '0', moment = 'after-commit'] = process.argv.slice(2)
const clock = (): Date => new Date()
const signal = new AbortController().signal
const open = await openCase(caseDir, { create: true })
await declareOperation(open.db, exercise, 'crash test', clock())
await acquire(
  { path: exhibit },
  { db: open.db, caseDir: open.caseDir, actor: 'crash test', clock, signal, tool: 'test' },
)
let n = 0
const onBatch = (at: string): void => {
  if (at !== moment || Number(killAt) === 0) return
  n += 1
  if (n === Number(killAt)) process.kill(process.pid, 'SIGKILL')
}
const result = await runCase(open, {
  actor: 'crash test',
  clock,
  signal,
  onBatch,
  batchRows: 1000,
  batchBytes: 256 * 1024,
})
await open.close()
process.stdout.write(`${JSON.stringify(result)}\n`)
