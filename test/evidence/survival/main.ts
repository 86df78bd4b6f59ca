import { parseArgs } from 'node:util'
import { cleanUp } from './containers.ts'
import { type Form, forms } from './forms.ts'
import { changeOften, cutEverywhere } from './survive.ts'

// npx tsx test/evidence/survival/main.ts [--changes N] [--from N] [--form NAME] [--seconds N] [--whole] [--no-cuts]: tries
// forms with many more changes than the tests do. The same numbers are the same changes, so that a long trial can be done in
// parts. `--whole` tries all changes of slow forms too, `--seconds` ends each form's trial after that time.
const { values } = parseArgs({
  options: {
    changes: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    form: { type: 'string', default: '' },
    seconds: { type: 'string', default: 'Infinity' },
    whole: { type: 'boolean', default: false },
    cuts: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const from = Number(values.from)
const seconds = Number(values.seconds)
const clock = (): number => performance.now()

async function tryForm(form: Form): Promise<string> {
  const wanted = values.whole ? Number(values.changes) : Math.ceil(Number(values.changes) * (form.share ?? 1))
  const cut = values.cuts ? await cutEverywhere(form) : null
  const silent = cut?.silent ?? []
  const quiet = silent.length > 0 ? `, ${silent.length} of them not told (${silent.slice(0, 5).join(', ')})` : ''
  const started = clock()
  const { tried, slowest } = await changeOften(form, {
    from,
    to: wanted,
    seed: 11,
    clock,
    late: () => clock() - started > seconds * 1000,
  })
  const each = (clock() - started) / Math.max(tried, 1)
  const cuts = cut ? `${cut.cuts} cuts${quiet}; ` : ''
  return `${cuts}changes ${from} to ${from + tried} survived, ${each.toFixed(1)} ms each, the slowest (${slowest.change}) in ${slowest.milliseconds.toFixed(0)} ms`
}

let failed = 0
for (const form of forms.filter((f) => f.name.includes(values.form))) {
  try {
    console.log(`${form.name}: ${form.missing ? `not tried, ${form.missing}` : await tryForm(form)}`)
  } catch (error) {
    failed++
    console.log(`${form.name}: FAILED`, error)
  }
}
cleanUp()
process.exitCode = failed > 0 ? 1 : 0
