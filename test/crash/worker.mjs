/**
 * A run that ends itself with kill −9 around the nth commit: `worker.mjs CASE EXHIBIT N MOMENT`. Without N it runs to its
 * end and prints the result. Started as a process of its own by the crash tests; of the
 * built program where there is one, which starts in a fraction of the time.
 */
const built = process.env.HOLDFAST_TEST_BUILT === '1'
const load = (module) => import(`../../${built ? 'dist/src' : 'src'}/${module}.${built ? 'js' : 'ts'}`)
const { openCase } = await load('case')
const { acquire } = await load('evidence/acquire')
const { declareOperation, exercise } = await load('evidence/operation')
const { runCase } = await load('run')

const [caseDir = '', exhibit = '', killAt = '0', moment = 'after-commit'] = process.argv.slice(2)
const clock = () => new Date()
const signal = new AbortController().signal
const open = await openCase(caseDir, { create: true })
await declareOperation(open.db, exercise, 'crash test', clock())
await acquire(
  { path: exhibit },
  { db: open.db, caseDir: open.caseDir, actor: 'crash test', clock, signal, tool: 'test' },
)
let n = 0
const onBatch = (at) => {
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
