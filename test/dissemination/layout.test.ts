import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { openLayout } from '../../src/dissemination/layout.ts'

const font = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf')
const template = `#set document(date: datetime(year: 2024, month: 3, day: 1))
#set text(font: "Noto Sans")
#let data = json(bytes(sys.inputs.data))
#for n in range(data.lines) [#data.name, line #n \\ ]`

const document = (name: string, lines = 20): string => JSON.stringify({ name, lines })

describe('layout in threads', () => {
  it('gives the same bytes whatever is laid out beside it', async () => {
    const names = ['Kestrel', 'Wren', 'Heron', 'Avocet', 'Dunlin', 'Siskin']
    const alone: string[] = []
    for (const name of names) {
      const one = openLayout({ fonts: [font], template })
      alone.push(Buffer.from(await one.pdf(document(name), 1_700_000_000)).toString('latin1'))
      await one.close()
    }
    const layout = openLayout({ fonts: [font], template })
    const together = await Promise.all(names.map((name) => layout.pdf(document(name), 1_700_000_000)))
    await layout.close()
    expect(together.map((pdf) => Buffer.from(pdf).toString('latin1'))).toEqual(alone)
    expect(alone[0]).toMatch(/^%PDF/)
    expect(new Set(alone).size).toBe(names.length)
  })

  it('says what is wrong with a document, and goes on with the next', async () => {
    const layout = openLayout({ fonts: [font], template })
    await expect(layout.pdf('{"lines": 2}', 0)).rejects.toThrow(/name/)
    await expect(layout.pdf('no JSON', 0)).rejects.toThrow(/JSON/)
    expect((await layout.pdf(document('Wren', 2), 0)).length).toBeGreaterThan(1000)
    await layout.close()
  })

  it('ends its threads after what was asked for is done', async () => {
    const layout = openLayout({ fonts: [font], template })
    const asked = ['Wren', 'Heron', 'Dunlin'].map((name) => layout.pdf(document(name), 0))
    await layout.close()
    expect(await Promise.all(asked)).toHaveLength(3)
  })
})
