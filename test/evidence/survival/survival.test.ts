import { afterAll, describe, expect, it } from 'vitest'
import { cleanUp } from './containers.ts'
import { forms } from './forms.ts'
import { changeOften, cutEverywhere } from './survive.ts'

/** So many changes are tried for each form; the whole number is for `npx tsx test/evidence/survival/main.ts`. */
const changes = Number(process.env.HOLDFAST_CHANGES ?? 150)

describe.each(forms.map((form) => [form.name, form] as const))('%s', (_, form) => {
  afterAll(cleanUp)

  it.skipIf(form.missing)('are read as far as they go when they are cut at any 4 kB, and told to be cut', async () => {
    const every = form.slow ? 32 : 1
    const { cuts, silent } = await cutEverywhere(form, every)
    expect(cuts).toBe(Math.ceil(form.sample.length / 4096 / every))
    if (form.told) expect(silent).toEqual([])
  })

  it.skipIf(form.missing)('survive changes of any kind, and are not changed themselves', async () => {
    const to = Math.ceil(changes * (form.share ?? 1))
    expect((await changeOften(form, { from: 0, to, seed: 7, clock: () => 0 })).tried).toBe(to)
  })
})
