import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseHead, signTreeHead } from '../../src/evidence/custody/heads.ts'
import { proveEntry, proveGrowth } from '../../src/evidence/custody/prove.ts'
import { ledgerLine } from '../../src/evidence/ledger.ts'
import { verifyCase } from '../../src/evidence/verify.ts'
import { makeSignedCase } from '../evidence/custody/case.ts'
import { withDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/folder.ts'

const root = join(import.meta.dirname, '..', '..')
const script = join(root, 'verifier', 'verify.mjs')
const folder = temporaryFolder('verifier')
const database = withDatabase()
const good = join(folder, 'good')
const at = (...path: readonly string[]): string => join(folder, 'case', ...path)
const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex')

beforeAll(async () => {
  await makeSignedCase(database, folder)
  mkdirSync(at('custody.proofs'))
  writeFileSync(at('custody.proofs', 'entry-2.json'), JSON.stringify(await proveEntry(at(), 2)))
  writeFileSync(at('custody.proofs', 'entry-6.json'), JSON.stringify(await proveEntry(at(), 6)))
  writeFileSync(at('custody.proofs', 'growth.json'), JSON.stringify(await proveGrowth(at(), 3)))
  renameSync(at(), good)
}, 600_000)

/** The verifier copied out of the repository, where nothing of the program can be near it. */
function verifier(...args: readonly string[]) {
  const alone = join(folder, 'alone', 'verify.mjs')
  mkdirSync(join(folder, 'alone'), { recursive: true })
  cpSync(script, alone)
  const ended = spawnSync(process.execPath, [alone, ...args], { encoding: 'utf8', cwd: folder })
  return {
    code: ended.status,
    faults: ended.stdout.split('\n').filter((l) => l.startsWith('FAULT')),
    out: ended.stdout,
  }
}

/** Makes the case anew, spoils it, and asks the program and the verifier. */
async function both(spoil: () => void) {
  rmSync(at(), { recursive: true, force: true })
  cpSync(good, at(), { recursive: true, preserveTimestamps: true })
  spoil()
  return { program: await verifyCase(at()), alone: verifier(at()) }
}

const lines = (): readonly string[] => readFileSync(at('custody.jsonl'), 'utf8').trimEnd().split('\n')
const writeLedger = (to: readonly string[]): void => writeFileSync(at('custody.jsonl'), `${to.join('\n')}\n`)
const writeHeads = (to: readonly string[]): void => writeFileSync(at('custody.heads.jsonl'), `${to.join('\n')}\n`)
const heads = (): readonly string[] => readFileSync(at('custody.heads.jsonl'), 'utf8').trimEnd().split('\n')
const copyOf = (text: string): string => at('exhibits', '2', sha256(text).slice(0, 2), sha256(text))
const over = (path: string, change: (text: string) => string): void => {
  chmodSync(path, 0o644)
  writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1')
}
const signals = 'The signal box at the model railway.'

/** Rewrites the whole ledger around a changed entry, as one would who owns the folder but not the key. */
function rewriteLedger(change: (entry: Record<string, unknown>) => void): void {
  let previous = '0'.repeat(64)
  const written = lines().map((line) => {
    const entry = JSON.parse(line).entry
    change(entry)
    const text = JSON.stringify({ ...entry, previous })
    previous = sha256(text)
    return ledgerLine(previous, text)
  })
  writeFileSync(at('custody.jsonl'), written.join(''))
  writeFileSync(at('custody.head'), `${written.length} ${previous} ${Buffer.byteLength(written.join(''))}\n`)
}

const spoiled: readonly { readonly name: string; readonly spoil: () => void; readonly says: RegExp }[] = [
  {
    name: 'a changed byte in an exhibit',
    spoil: () => over(at('exhibits', '1', readdirSync(at('exhibits', '1'))[0]!), (t) => t.replace('1', '2')),
    says: /exhibit ST-1 .*was changed/,
  },
  {
    name: 'a changed byte in a file of a folder',
    spoil: () => over(copyOf(signals), (t) => t.replace('box', 'bux')),
    says: /signals\.txt.*was changed/,
  },
  { name: 'a missing file of a folder', spoil: () => rmSync(copyOf('odd')), says: /odd\\xff: is not there/ },
  {
    name: 'a file added to a folder',
    spoil: () => writeFileSync(at('exhibits', '2', 'more'), ''),
    says: /more: was added/,
  },
  {
    name: 'a changed manifest',
    spoil: () => over(at('exhibits', '2', 'manifest.txt'), (t) => t.replace('again', 'once')),
    says: /manifest was changed/,
  },
  {
    name: 'an unpacked file that is not what its name says',
    spoil: () => {
      mkdirSync(at('derived', 'ab'), { recursive: true })
      writeFileSync(at('derived', 'ab', `ab${'0'.repeat(62)}`), 'x')
    },
    says: /derived.*was changed/,
  },
  {
    name: 'a dropped entry',
    spoil: () => writeLedger(lines().filter((_, i) => i !== 3)),
    says: /line 4: entry 4 should stand here/,
  },
  { name: 'a dropped last entry', spoil: () => writeLedger(lines().slice(0, -1)), says: /custody\.head: / },
  {
    name: 'reordered entries',
    spoil: () => writeLedger(lines().map((l, i, all) => (i === 2 ? all[3]! : i === 3 ? all[2]! : l))),
    says: /line 3: entry 3 should stand here/,
  },
  {
    name: 'an edited entry',
    spoil: () => over(at('custody.jsonl'), (t) => t.replace('A. Examiner', 'B. Examiner')),
    says: /line 1: entry 1 was changed/,
  },
  {
    name: 'an edited entry with every hash after it made anew',
    spoil: () =>
      rewriteLedger((e) => {
        if (e.seq === 2) e.actor = 'B. Examiner'
      }),
    says: /heads\.jsonl line 1: the first 3 entries .*not those that were signed/,
  },
  {
    name: 'a head whose signature is changed',
    spoil: () => over(at('custody.heads.jsonl'), (t) => t.replace(/"size":\d+/, '"size":2')),
    says: /heads\.jsonl line 1.*(forged|not signed)/,
  },
  {
    name: 'a head forged with another key',
    spoil: () => {
      const { privateKey } = generateKeyPairSync('ed25519')
      const { key: _, ...head } = parseHead(heads()[0]!)!.head
      writeHeads([signTreeHead(head, privateKey).line, ...heads().slice(1)])
    },
    says: /heads\.jsonl line 1.*(forged|not signed)/,
  },
  {
    name: 'a head forged together with the public key',
    spoil: () => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519')
      const forged = heads().map((line) => {
        const { key: _, ...head } = parseHead(line)!.head
        return signTreeHead(head, privateKey).line
      })
      writeHeads(forged)
      writeFileSync(at('custody.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
    },
    says: /custody\.pub: is not the key/,
  },
  { name: 'a dropped head', spoil: () => writeHeads(heads().slice(1)), says: /heads\.jsonl: .*is gone/ },
  { name: 'heads without their public key', spoil: () => rmSync(at('custody.pub')), says: /custody\.pub|not signed/ },
  {
    name: 'a changed proof',
    spoil: () => over(at('custody.proofs', 'entry-2.json'), (t) => t.replace('"seq":2', '"seq":3')),
    says: /entry-2\.json: does not prove/,
  },
  {
    name: 'a changed proof of growth',
    spoil: () => over(at('custody.proofs', 'growth.json'), (t) => t.replace(/"path":\["../, '"path":["00')),
    says: /growth\.json: does not prove/,
  },
]

describe('the stand-alone verifier', () => {
  it('is one short file that needs nothing but Node.js', () => {
    const text = readFileSync(script, 'utf8')
    expect(text.split('\n').length).toBeLessThanOrEqual(300)
    const imported = [...text.matchAll(/(?:from|import\(|require\()\s*['"]([^'"]+)['"]/g)].map((m) => m[1])
    expect(imported.every((name) => /^node:(crypto|fs|path)$/.test(name ?? ''))).toBe(true)
  })

  it('agrees with the program on a good case, and says what it checked', async () => {
    const { program, alone } = await both(() => undefined)
    expect(program.faults).toEqual([])
    expect(program.strength).toEqual({ heads: 2, proofs: 3, stamps: 0 })
    expect(alone.faults).toEqual([])
    expect(alone.code).toBe(0)
    for (const said of [
      /ledger: 7 entries/,
      /exhibit ST-1/,
      /exhibit BX-1.*3 files/,
      /exhibit SH-1.*1 files/,
      /line 2: the first 6/,
    ])
      expect(alone.out).toMatch(said)
  })

  it.each(spoiled)('agrees with the program on $name', async ({ spoil, says }) => {
    const { program, alone } = await both(spoil)
    expect(program.ok).toBe(false)
    expect(alone.code).toBe(1)
    expect(program.faults.map((f) => `${f.place}: ${f.what}`).join('\n')).toMatch(says)
    expect(alone.faults.join('\n')).toMatch(says)
  })

  it('agrees with the program on a file changed, and one added, in a folder read where it lies', async () => {
    const box = join(folder, 'shelf')
    const was = readFileSync(join(box, 'birds.txt'))
    writeFileSync(join(box, 'birds.txt'), 'Four herons.')
    writeFileSync(join(box, 'more.txt'), 'x')
    const { program, alone } = await both(() => undefined)
    writeFileSync(join(box, 'birds.txt'), was)
    rmSync(join(box, 'more.txt'))
    expect(program.faults.map((f) => f.what.slice(0, 9))).toEqual(['was chang', 'was added'])
    expect(alone.faults.map((f) => /: was (changed|added)/.exec(f)?.[1])).toEqual(['changed', 'added'])
  })

  it('proves an entry without the case, and believes only the key it was told', async () => {
    await both(() => undefined)
    const proof = at('custody.proofs', 'entry-6.json')
    const { key } = parseHead(heads()[0]!)!.head
    expect(verifier('--proof', proof, '--key', key)).toMatchObject({ code: 0, faults: [] })
    expect(verifier('--proof', proof, '--key', '0'.repeat(64)).code).toBe(1)
    expect(verifier(at(), '--key', key).code).toBe(0)
    expect(verifier(at(), '--key', '0'.repeat(64)).faults.join()).toMatch(/custody\.pub/)
  })

  it('says that it could check nothing, of a folder that is no case and without a name', () => {
    expect(verifier().code).toBe(2)
    expect(verifier(join(folder, 'shelf')).code).toBe(2)
    appendFileSync(join(folder, 'broken.json'), '{"format":1')
    expect(verifier('--proof', join(folder, 'broken.json')).code).toBe(1)
  })
})
