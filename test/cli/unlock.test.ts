import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'
import { zipOf } from '../unlock/support/zip.ts'
import { type Ended, holdfast } from './program.ts'

const folder = temporaryFolder('cli-unlock')
const at = (...path: readonly string[]): string => join(folder, ...path)
const caseDir = at('case')
const secret = 'narrow gauge 1923'
const said: string[] = []
const give = (...args: readonly string[]): Ended & { readonly json: () => Record<string, never> } => {
  const ended = holdfast(...args, '--case', caseDir, '--json', '--as', 'A. Examiner')
  if (args[1] !== 'reveal') said.push(ended.out, ended.err)
  return { ...ended, json: () => JSON.parse(ended.out) }
}
const write = (name: string, text: string): string => {
  writeFileSync(at(name), text)
  return at(name)
}

describe('holdfast vault, keys, unlock', () => {
  it('opens a closed archive with a key that two custodians lend, and reads on', () => {
    mkdirSync(at('server'))
    const dump = 'CREATE TABLE `engines` (`id` int);\nINSERT INTO `engines` VALUES (1),(2),(3);\n'
    writeFileSync(
      at('server', 'backup.zip'),
      zipOf([{ name: 'dump.sql', content: dump, passphrase: secret, by: 'aes' }]),
    )
    const operation = {
      ...{
        name: 'Fern',
        authority: 'District court',
        reference: '7 Gs 12/26',
        scope: 'a server',
        lead_agency: 'Training',
      },
      ...{ lawful_from: '2026-01-01', lawful_to: '2036-01-01', review_on: '2036-01-01' },
    }
    const run = give('run', at('server'), '--operation', write('operation.json', JSON.stringify(operation)))
    expect(run.code).toBe(0)
    expect(give('unlock', 'list').json()).toMatchObject({
      things: [{ form: 'zip', state: 'closed', path: 'backup.zip' }],
      attempts: [],
    })

    const page = write('page.txt', `a wrong guess\n${secret}\n`)
    const key = [
      'keys',
      'add',
      '--lines',
      '--from',
      page,
      '--label',
      'notebook',
      '--origin',
      'item 12',
      '--authority',
      '7 Gs 12/26',
    ] as const
    const custodians = [
      '--custodian',
      'Ash',
      '--credential',
      write('ash', 'ash counts the sleepers\n'),
      '--custodian',
      'Birch',
      '--credential',
      write('birch', 'birch waters seedlings'),
    ] as const
    expect(give('vault', 'init', ...custodians).json()).toMatchObject({ custodians: ['Ash', 'Birch'], exercise: false })
    expect(give(...key).json()).toEqual({
      added: [
        { key: 1, fresh: true },
        { key: 2, fresh: true },
      ],
    })
    expect(give('keys', 'list').json()).toMatchObject({
      keys: [{ label: 'notebook, line 1' }, { label: 'notebook, line 2', origin: 'item 12' }],
    })

    expect(give('unlock', 'try', '--reason', 'first look', ...custodians).json()).toMatchObject({
      tried: [{ outcome: 'refused' }],
    })
    const allowed = give(
      'unlock',
      'authorise',
      '--authority',
      'District court',
      '--reference',
      '7 Gs 12/26',
      '--scope',
      'form:zip',
      '--until',
      '2199-12-31',
    )
    expect(allowed.json()).toEqual({ authorisation: 1 })
    expect(give('unlock', 'try', '--reason', 'first look', ...custodians).json()).toMatchObject({
      tried: [{ outcome: 'opened', key: 2, files: 1, attempts: 2 }],
    })
    expect(give('run').json()).toMatchObject({ ledger: { rows: 3, balanced: true } })
    expect(give('unlock', 'list').json()).toMatchObject({
      things: [{ state: 'opened', files: 1, attempts: 2 }],
      authorisations: [{ state: 'in force' }],
    })

    expect(give('vault', 'reveal', '2', ...custodians, '--reason', 'hearing').json()).toEqual({
      secret: 2,
      value: secret,
    })
    expect(give('vault', 'reveal', '2', ...custodians, '--reason', 'hearing', '--out', at('value')).code).toBe(0)
    expect(readFileSync(at('value'), 'utf8')).toBe(secret)
    expect(give('verify').code).toBe(0)
    for (const text of said) for (const one of [secret, 'sleepers', 'seedlings']) expect(text).not.toContain(one)
    const ledger = readFileSync(join(caseDir, 'custody.jsonl'), 'utf8')
    expect(ledger).toMatch(/"action":"vault-reveal"/)
    expect(ledger).not.toContain(secret)
  }, 600_000)
})
