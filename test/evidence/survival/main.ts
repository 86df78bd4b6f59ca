import { cleanUp } from './containers.ts'
import { forms } from './forms.ts'
import { changeOften, cutEverywhere } from './survive.ts'

// npx tsx test/evidence/survival/main.ts [CHANGES] [FORM]: tries forms with many more changes than the tests do.
const changes = Number(process.argv[2] ?? 10_000)
const only = process.argv[3]
let failed = 0
for (const form of forms.filter((f) => only === undefined || f.name.includes(only))) {
  if (form.missing) {
    console.log(`${form.name}: not tried, ${form.missing}`)
    continue
  }
  try {
    const { cuts, silent } = await cutEverywhere(form)
    const { milliseconds, change } = await changeOften(form, changes, 11, () => performance.now())
    const tried = Math.ceil(changes * (form.share ?? 1))
    const quiet = silent.length > 0 ? `, ${silent.length} of them not told (${silent.slice(0, 5).join(', ')})` : ''
    console.log(
      `${form.name}: ${cuts} cuts${quiet}; ${tried} changes survived, the slowest (${change}) in ${milliseconds.toFixed(0)} ms`,
    )
  } catch (error) {
    failed++
    console.log(`${form.name}: FAILED`, error)
  }
}
cleanUp()
process.exitCode = failed > 0 ? 1 : 0
