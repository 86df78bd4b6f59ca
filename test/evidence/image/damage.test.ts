import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { containers } from '../../../src/evidence/containers/index.ts'
import { openEwf } from '../../../src/evidence/image/ewf.ts'
import { identifyHead } from '../../../src/evidence/recognise.ts'
import type { ContainerTrouble } from '../../../src/evidence/unpack/container.ts'
import { fat16, mbrDisk } from '../../support/fat.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { has } from './case.ts'

const folder = temporaryFolder('image-damage')
const small = mbrDisk([
  {
    type: 0x0e,
    bytes: fat16(
      [
        { name: 'signal box.txt', bytes: Buffer.from('levers\n'.repeat(900)) },
        { name: 'old list.sql', bytes: Buffer.from('INSERT INTO `a` VALUES (1);\n'.repeat(40)), deleted: true },
      ],
      16_640,
    ),
  },
])

/** Opens bytes as the container they are told to be: what came out, and what was told; whatever is thrown comes through. */
async function opened(name: string, bytes: Buffer) {
  const kind = containers.find((c) => c.name === identifyHead(bytes.subarray(0, 256 << 10), name).source)
  const place = `${folder}/${name}`
  writeFileSync(place, bytes)
  const troubles: ContainerTrouble[] = []
  const got: string[] = []
  if (kind === undefined) return { kind: null, got, troubles }
  try {
    for await (const entry of kind.open({
      place,
      name,
      report: (t) => void troubles.push(t),
      signal: new AbortController().signal,
      seconds: 60,
      scratch: folder,
    })) {
      const hash = createHash('md5')
      for await (const piece of entry.content ?? []) hash.update(piece)
      got.push(`${entry.path} ${hash.digest('hex')}`)
    }
  } catch (error) {
    if (!(error instanceof Error && error.name === 'CannotOpen')) throw error
    troubles.push({ severity: 'loss', code: 'cannot', detail: error.message })
  }
  expect(readFileSync(place).equals(bytes)).toBe(true)
  return { kind: kind.name, got, troubles }
}

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number> {
  for (let x = seed; ; ) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    yield x
  }
}

describe.skipIf(!has('fiwalk'))('a damaged image (needs The Sleuth Kit)', () => {
  it('cut at any 4 kB of its first half megabyte and a few places behind gives what is left, or says why not', async () => {
    const cuts = [
      ...Array.from({ length: 12 }, (_, i) => i * 4096 + (i > 0 ? 0 : 600)),
      524_288,
      528_384,
      561_152,
      569_344,
      573_440,
      small.length - 4096,
    ]
    for (const cut of cuts) {
      const { got, troubles } = await opened(`cut-${cut}.dd`, Buffer.from(small.subarray(0, cut)))
      if (got.length === 0) expect(troubles.length, `${cut}`).toBeGreaterThan(0)
    }
  }, 600_000)

  it('with changed bytes in its tables gives findings, never an exception', async () => {
    const random = numbers(7)
    const next = (below: number): number => random.next().value % below
    for (let n = 0; n < 25; n++) {
      const bytes = Buffer.from(small)
      for (let i = 0; i < 12; i++) {
        const at = i % 3 === 0 ? 446 + next(66) : 524_288 + next(i % 3 === 1 ? 512 : 60_000)
        bytes[at] = next(256)
      }
      await opened(`changed-${n}.dd`, bytes)
    }
  }, 600_000)
})

describe.skipIf(!has('ewfacquire', 'fiwalk'))('a damaged E01 (needs ewfacquire and The Sleuth Kit)', () => {
  it('cut or changed anywhere gives what can be read, and says that it is not whole', async () => {
    const { execFileSync } = await import('node:child_process')
    writeFileSync(`${folder}/source.raw`, small)
    execFileSync(
      'ewfacquire',
      ['-u', '-c', 'deflate:fast', '-t', `${folder}/whole`, '-l', `${folder}/log`, `${folder}/source.raw`],
      { stdio: 'ignore' },
    )
    const whole = readFileSync(`${folder}/whole.E01`)
    const healthy = await opened('healthy.E01', whole)
    expect(healthy.kind).toBe('e01')
    expect(healthy.got.length).toBeGreaterThanOrEqual(2)
    expect(healthy.troubles.map((t) => t.code)).toEqual(['image-deleted'])
    for (let cut = 4096; cut < whole.length; cut += Math.max(4096, Math.floor(whole.length / 12))) {
      const { troubles } = await opened('cut.E01', Buffer.from(whole.subarray(0, cut)))
      expect(
        troubles.some((t) => t.severity === 'loss'),
        `${cut}`,
      ).toBe(true)
    }
    const random = numbers(11)
    for (let n = 0; n < 12; n++) {
      const bytes = Buffer.from(whole)
      for (let i = 0; i < 4; i++)
        bytes[13 + (random.next().value % (bytes.length - 13))]! ^= 1 + (random.next().value % 255)
      await opened('changed.E01', bytes)
    }
    writeFileSync(`${folder}/flipped.E01`, whole)
    const image = openEwf([`${folder}/flipped.E01`])
    expect(image.read(0, small.length).equals(small)).toBe(true)
    image.close()
  }, 600_000)
})
