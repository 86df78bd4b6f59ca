import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as inThisThread from '../../src/evidence/keeper.ts'
import { partialNames } from '../../src/evidence/settle.ts'
import { temporaryFolder } from '../support/folder.ts'

const built = join(import.meta.dirname, '../../dist/src/evidence/keeper.js')
const ways: readonly (readonly [string, typeof inThisThread])[] = [
  ['in this thread', inThisThread],
  // The program runs compiled, and only then in a thread of its own.
  ...(existsSync(built) ? [['in a thread of its own', await import(built)] as const] : []),
]

const never = new AbortController().signal
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

describe.each(ways)('files kept %s', (_, { openKeeper }) => {
  test('lie under their hash, cannot be written to, and are kept once', async () => {
    const dir = temporaryFolder('keeper')
    const keeper = openKeeper(dir)
    const files = [0, 1, 70_000, 1 << 20, (1 << 20) + 1, 5_000_000, 60_000_000].map((n) =>
      Buffer.alloc(n, `engine ${n} `),
    )
    const kept: inThisThread.Keeping[] = []
    for (const bytes of [...files, ...files]) {
      kept.push(await keeper.keep(pieces(bytes, 65_536), Number.POSITIVE_INFINITY, never))
      expect(kept.at(-1)!.head.equals(bytes.subarray(0, 256 << 10))).toBe(true)
    }
    for (const [i, { size, whole, settled }] of kept.entries()) {
      const bytes = files[i % files.length]!
      const { sha256: told, md5, stored } = await settled
      expect({ size, whole, told }).toEqual({ size: bytes.length, whole: true, told: sha256(bytes) })
      expect(md5).toBe(createHash('md5').update(bytes).digest('hex'))
      expect(readFileSync(join(dir, stored)).equals(bytes)).toBe(true)
      expect(statSync(join(dir, stored)).mode & 0o222).toBe(0)
    }
    await keeper.close()
    expect(partials(dir)).toEqual([])
  })

  test('are cut at the limit, and say so', async () => {
    const dir = temporaryFolder('keeper')
    const keeper = openKeeper(dir)
    const bytes = Buffer.alloc(3_000_000, 'wagon ')
    for (const most of [10, 2_500_000]) {
      const { size, whole, settled } = await keeper.keep(pieces(bytes, 100_000), most, never)
      expect([size, whole]).toEqual([most, false])
      expect((await settled).sha256).toBe(sha256(bytes.subarray(0, most)))
    }
    await keeper.close()
  })

  test('leave nothing behind when their content fails, and the next is whole', async () => {
    const dir = temporaryFolder('keeper')
    const keeper = openKeeper(dir)
    const bytes = Buffer.alloc(4_000_000, 'signal ')
    const failing = async function* () {
      yield* pieces(bytes, 1_500_000)
      throw new Error('the archive ends here')
    }
    await expect(keeper.keep(failing(), Number.POSITIVE_INFINITY, never)).rejects.toThrow('ends here')
    const { settled } = await keeper.keep(pieces(bytes, 1_500_000), Number.POSITIVE_INFINITY, never)
    expect((await settled).sha256).toBe(sha256(bytes))
    await keeper.close()
    expect(partials(dir)).toEqual([])
  })

  test('are refused with the reason when they cannot be written, and none passes for whole', async () => {
    const dir = temporaryFolder('keeper')
    writeFileSync(join(dir, 'derived'), 'a file where the folder should be')
    const keeper = openKeeper(dir)
    const keep = async (n: number) =>
      (await keeper.keep(pieces(Buffer.alloc(n, 'buffer '), 300_000), Number.POSITIVE_INFINITY, never)).settled
    await expect(keep(3_000_000)).rejects.toMatchObject({ code: expect.stringMatching(/ENOTDIR|EEXIST/) })
    await keeper.close()
  })

  test('what programs that have ended left unfinished is removed, what others are writing is not', () => {
    const dir = temporaryFolder('keeper')
    mkdirSync(join(dir, 'derived'))
    const own = partialNames()
    // No process has this number: they end at 2^22 on Linux, and lower elsewhere.
    const ended = ['.partial-99999999', own.replace(String(process.pid), '99999999')]
    const others = [own.replace(String(process.pid), String(process.ppid)), '.partial-99999999-0badcafe-1-1-1']
    for (const name of [...ended, ...others]) writeFileSync(join(dir, 'derived', name), 'half a file')
    const keeper = openKeeper(dir)
    expect(partials(dir).toSorted()).toEqual(others.toSorted())
    return keeper.close()
  })
})

function partials(dir: string): readonly string[] {
  return readdirSync(join(dir, 'derived')).filter((name) => name.startsWith('.partial'))
}
