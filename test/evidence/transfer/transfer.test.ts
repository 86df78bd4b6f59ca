import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { beforeAll, describe, expect, it } from 'vitest'
import { acquire } from '../../../src/evidence/acquire.ts'
import { makeCaseKey, signHead } from '../../../src/evidence/custody/sign.ts'
import { flushLedger } from '../../../src/evidence/ledger.ts'
import { readName } from '../../../src/evidence/names.ts'
import { declareOperation, exercise } from '../../../src/evidence/operation.ts'
import { type OpenedTransfer, openTransfer } from '../../../src/evidence/transfer/open.ts'
import { type Sealed, sealTransfer } from '../../../src/evidence/transfer/seal.ts'
import { tarEnd, tarHeader, tarPadding } from '../../../src/evidence/transfer/tar-writer.ts'
import { withDatabase } from '../../support/database.ts'
import { temporaryFolder } from '../../support/folder.ts'

const at = new Date('2026-01-02T03:04:05Z')
const folder = temporaryFolder('transfer')
const here = (...path: readonly string[]): string => join(folder, ...path)
const caseDir = here('case')
const database = withDatabase()
const odd = Buffer.from('6f646420ff0a6e616d65', 'hex')
const longName = `${'seed-list-'.repeat(12)}ö.txt`

let identity = ''
let recipient = ''
const seal = (out: string, wanted: 'case' | { readonly exhibits: readonly string[] }): Promise<Sealed> =>
  sealTransfer(database.client, caseDir, { wanted, to: [recipient], out: here(out), by: 'A. Examiner', at })
const open = (file: string, options: { readonly out?: string; readonly key?: string } = {}): Promise<OpenedTransfer> =>
  openTransfer({
    file: here(file),
    identity: `# a key\n${identity}\n`,
    ...options,
    ...(options.out ? { out: here(options.out) } : {}),
  })

/** The archive within a container, as the recipient's key gives it, and a container made of one. */
const plain = async (file: string): Promise<Buffer> => {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return Buffer.from(await decrypter.decrypt(readFileSync(here(file))))
}
const wrap = async (file: string, archive: Buffer): Promise<void> => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  writeFileSync(here(file), await encrypter.encrypt(archive))
}

beforeAll(async () => {
  identity = await generateX25519Identity()
  recipient = await identityToRecipient(identity)
  const box = here('box')
  mkdirSync(join(box, 'deep'), { recursive: true })
  mkdirSync(caseDir)
  writeFileSync(here('stamps.sql'), 'CREATE TABLE `stamps` (`id` int);\n')
  writeFileSync(join(box, 'a.txt'), 'tulips')
  writeFileSync(join(box, 'deep', 'twin.txt'), 'tulips')
  writeFileSync(join(box, longName), 'x'.repeat(200_000))
  writeFileSync(join(box, 'empty'), '')
  writeFileSync(Buffer.concat([Buffer.from(`${box}/`), odd]), 'odd')
  await declareOperation(database.client, exercise, 'A. Examiner', at)
  const options = {
    db: database.client,
    caseDir,
    actor: 'A. Examiner',
    clock: () => at,
    signal: new AbortController().signal,
    tool: 'test',
  }
  await acquire({ path: here('stamps.sql'), number: 'ST/1', description: 'a dump of stamps' }, options)
  await acquire({ path: box, number: 'BX 2' }, options)
}, 600_000)

describe('a sealed container', () => {
  it('is not made without a key that signs, nor for what is no recipient', async () => {
    await expect(seal('none.age', 'case')).rejects.toThrow(/no signing key yet/)
    await makeCaseKey(database.client, caseDir, { by: 'A. Examiner', at })
    await signHead(database.client, caseDir, { by: 'A. Examiner', at })
    const to = (recipients: readonly string[]) =>
      sealTransfer(database.client, caseDir, { wanted: 'case', to: recipients, out: here('x'), by: 'A', at })
    await expect(to([])).rejects.toThrow(/no recipient/)
    await expect(to(['age1nonsense'])).rejects.toThrow(/not an age public key/)
    await expect(to([identity])).rejects.toSatisfy((e: Error) => !e.message.includes(identity))
    await expect(seal('x', { exhibits: ['ST/1', 'ST/9'] })).rejects.toThrow(/exhibit ST\/9: is not in the case/)
    expect(readdirSync(folder).filter((name) => name.startsWith('x'))).toEqual([])
  })

  it('holds the exhibits asked for, opens to the same bytes, and stands in the ledger', async () => {
    const sealed = await seal('both.age', { exhibits: ['BX 2', 'ST/1'] })
    expect(sealed).toMatchObject({ exhibits: ['ST/1', 'BX 2'], files: 6, recipients: [recipient] })
    expect(
      createHash('sha256')
        .update(readFileSync(here('both.age')))
        .digest('hex'),
    ).toBe(sealed.sha256)
    await flushLedger(database.client, caseDir)
    const entry = readFileSync(join(caseDir, 'custody.jsonl'), 'utf8').trim().split('\n').at(-1)!
    expect(JSON.parse(entry).entry).toMatchObject({
      action: 'seal-transfer',
      subject: 'both.age',
      detail: { sha256: sealed.sha256, manifest: sealed.manifest, exhibits: ['ST/1', 'BX 2'], whole_case: false },
    })
    const opened = await open('both.age', { out: 'both', key: sealed.key })
    expect(opened).toMatchObject({ sha256: sealed.sha256, files: 6, resumed: 0, faults: [] })
    expect(opened.manifest).toMatchObject({ operation: 'Exercise', exercise: true, by: 'A. Examiner', key: sealed.key })
    expect(opened.manifest.exhibits.map((e) => e.path)).toEqual(['exhibits/1-ST_1/stamps.sql', 'exhibits/2-BX_2/files'])
    expect(readFileSync(here('both', 'exhibits', '1-ST_1', 'stamps.sql'), 'utf8')).toMatch(/stamps/)
    const inside = here('both', 'exhibits', '2-BX_2', 'files')
    expect(
      readdirSync(inside, { encoding: 'buffer' })
        .map((n) => n.toString('hex'))
        .sort(),
    ).toEqual(
      ['a.txt', 'deep', 'empty', longName]
        .map((n) => Buffer.from(n).toString('hex'))
        .concat(odd.toString('hex'))
        .sort(),
    )
    // Acquired again in another laboratory, the folder has the hash it had.
    const again = await acquire(
      { path: inside },
      {
        db: database.client,
        caseDir,
        actor: 'B. Examiner',
        clock: () => at,
        signal: new AbortController().signal,
        tool: 'test',
      },
    )
    expect(again).toMatchObject({ sha256: opened.manifest.exhibits[1]?.sha256 })
    await expect(open('both.age', { out: 'both' })).rejects.toThrow(/is there already/)
    await expect(seal('both.age', 'case')).rejects.toThrow(/is there already/)
  })

  it('of a case holds its ledger and no key', async () => {
    await seal('case.age', 'case')
    const { manifest, faults } = await open('case.age')
    expect(faults).toEqual([])
    expect(manifest.files.map((f) => f.path).filter((p) => p.startsWith('custody/'))).toEqual([
      'custody/custody.head',
      'custody/custody.heads.jsonl',
      'custody/custody.jsonl',
      'custody/custody.pub',
    ])
    const secret = readFileSync(join(caseDir, 'custody.key'), 'utf8').split('\n')[1]!
    const archive = await plain('case.age')
    expect(archive.includes(secret)).toBe(false)
    expect(archive.includes('PRIVATE KEY')).toBe(false)
  })

  it.skipIf(spawnSync('age', ['--version']).status !== 0 || spawnSync('tar', ['--version']).status !== 0)(
    'is opened by age and tar as well (skipped where they are not installed)',
    () => {
      writeFileSync(here('id.txt'), `${identity}\n`)
      mkdirSync(here('by-age'))
      expect(spawnSync('age', ['-d', '-i', here('id.txt'), '-o', here('plain.tar'), here('both.age')]).status).toBe(0)
      expect(spawnSync('tar', ['-xf', here('plain.tar'), '-C', here('by-age')]).status).toBe(0)
      for (const { path, sha256 } of JSON.parse(readFileSync(here('by-age', 'manifest.json'), 'utf8')).files) {
        const bytes = readFileSync(Buffer.concat([Buffer.from(`${here('by-age')}/`), readName(path)]))
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
      }
    },
  )
})

describe('a container that is not as it was sealed', () => {
  it('is for nobody else, and not believed with another key than the expected one', async () => {
    const other = await generateX25519Identity()
    await expect(openTransfer({ file: here('both.age'), identity: other })).rejects.toThrow(/not a container for this/)
    await expect(openTransfer({ file: here('both.age'), identity: 'nothing' })).rejects.toThrow(/no age private key/)
    await expect(open('both.age', { key: 'a'.repeat(64), out: 'no' })).rejects.toThrow(/not by the key you expect/)
    expect(existsSync(here('no'))).toBe(false)
  })

  it('has every fault named: files changed, missing, added and moved', async () => {
    const archive = await plain('both.age')
    const changed = Buffer.from(archive)
    changed.write('TULIPS', changed.indexOf('tulips'))
    await wrap('changed.age', changed)
    const { faults } = await open('changed.age', { out: 'changed' })
    expect(faults).toEqual([
      { place: 'exhibits/2-BX_2/files/a.txt', what: expect.stringMatching(/was changed: its SHA-256/) },
    ])
    expect(existsSync(here('changed'))).toBe(false)

    const strange = Buffer.from('weeds')
    const added = [tarHeader(Buffer.from('exhibits/weeds'), 5), strange, tarPadding(5), tarEnd()]
    await wrap('added.age', Buffer.concat([archive.subarray(0, -1024), ...added]))
    expect((await open('added.age')).faults).toMatchObject([{ place: 'exhibits/weeds' }])

    await wrap('cut.age', archive.subarray(0, archive.indexOf('tulips') - 512))
    const cut = (await open('cut.age')).faults.map((f) => f.what)
    expect(cut.filter((what) => what === 'is missing').length).toBeGreaterThan(2)
  })

  it('is refused before anything is written where the manifest was touched', async () => {
    const archive = await plain('both.age')
    const forged = Buffer.from(archive)
    forged.write('B. Examiner', forged.indexOf('A. Examiner'))
    await wrap('forged.age', forged)
    await expect(open('forged.age', { out: 'forged' })).rejects.toThrow(/was changed after it was signed/)
    await wrap('none.age', tarEnd())
    await expect(open('none.age', { out: 'forged' })).rejects.toThrow(/no signed manifest/)
    expect(readdirSync(folder).filter((name) => name.startsWith('forged'))).toEqual(['forged.age'])
  })

  it('never opens without a fault, at whatever byte it was changed or cut', async () => {
    const bytes = readFileSync(here('both.age'))
    const wrong = async (changed: Buffer): Promise<boolean> => {
      writeFileSync(here('bad.age'), changed)
      return open('bad.age').then(
        ({ faults }) => faults.length > 0,
        () => true,
      )
    }
    for (let i = 0; i < bytes.length; i += Math.floor(bytes.length / 40)) {
      const flipped = Buffer.from(bytes)
      flipped[i]! ^= 1
      expect(await wrong(flipped), `byte ${i} changed`).toBe(true)
      expect(await wrong(bytes.subarray(0, i)), `cut at ${i}`).toBe(true)
    }
  })
})

describe('an opening that was interrupted', () => {
  it('goes on with what was verified, and takes nothing on trust', async () => {
    const bytes = readFileSync(here('both.age'))
    writeFileSync(here('half.age'), bytes.subarray(0, bytes.length - 70_000))
    const half = await open('half.age', { out: 'resumed' })
    expect(half.faults.length).toBeGreaterThan(0)
    expect(half.files).toBeGreaterThan(0)
    expect(existsSync(here('resumed'))).toBe(false)
    // One of the files that were verified is changed before the next try.
    const kept = here('resumed.partial', 'exhibits', '1-ST_1', 'stamps.sql')
    writeFileSync(kept, readFileSync(kept, 'utf8').toUpperCase())
    const whole = await open('both.age', { out: 'resumed' })
    expect(whole).toMatchObject({ files: 6, resumed: half.files - 1, faults: [] })
    expect(readFileSync(here('resumed', 'exhibits', '1-ST_1', 'stamps.sql'), 'utf8')).toMatch(/stamps/)
    expect(readdirSync(here('resumed'))).toEqual(['exhibits'])
    await open('half.age', { out: 'other' })
    await expect(open('case.age', { out: 'other' })).rejects.toThrow(/files of another container/)
  })
})

describe('an exhibit that changed', () => {
  it('is not sealed', async () => {
    const stored = (await database.client.query(`SELECT stored_path FROM evidence.exhibit WHERE number = 'ST/1'`))
      .rows[0]
    const place = join(caseDir, stored.stored_path)
    const before = readFileSync(place)
    renameSync(place, `${place}.kept`)
    writeFileSync(place, before.toString().toUpperCase())
    await expect(seal('bad-source.age', { exhibits: ['ST/1'] })).rejects.toThrow(/not what the ledger says/)
    expect(readdirSync(folder).filter((name) => name.startsWith('bad-source'))).toEqual([])
    rmSync(place)
    renameSync(`${place}.kept`, place)
  })
})
