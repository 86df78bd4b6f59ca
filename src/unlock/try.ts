import { isAbsolute, join } from 'node:path'
import type { ClientBase } from 'pg'
import { appendCustody, inTransaction } from '../db/custody.ts'
import { insertAttempt, insertOpened, type Kept, knownWrong, parentsOf } from './attempts.ts'
import { covering, inForce } from './authorisation.ts'
import { keysToTry } from './keyring.ts'
import type { Lent } from './lent.ts'
import { failed, failureOf, type Opener, type OpenInput, type TriedKey } from './opener.ts'
import { openers } from './openers/index.ts'
import { peekAt } from './peek.ts'
import { type Target, targetsOf } from './targets.ts'
import type { OpenVault, Who } from './vault.ts'

/** What is to be tried. */
export interface TryOptions {
  readonly caseDir: string
  /** Things by name; null for all. */
  readonly things: readonly string[] | null
  readonly keys: readonly number[] | null
  readonly vault: OpenVault
  readonly who: Who
  readonly clock: () => Date
  readonly signal: AbortSignal
  readonly seconds?: number
  readonly onThing?: (done: number, total: number, path: string) => void
}

/** How it went with one thing. */
export interface Tried {
  readonly thing: string
  readonly path: string
  readonly form: string
  readonly outcome: 'opened' | 'part' | 'closed' | 'refused'
  readonly key: number | null
  readonly files: number
  readonly attempts: number
  readonly why: string
}

/**
 * Tries keys on closed things that an authorisation covers, and keeps what comes out as files of the case. Every trial is a
 * row of unlock.attempt, a refusal too; the ledger holds what was opened and how much was tried.
 */
export async function tryKeys(db: ClientBase, lent: Lent, options: TryOptions): Promise<readonly Tried[]> {
  const targets = await targetsOf(db, options.things)
  const keys = await keysToTry(db, options.vault, options.keys)
  const results: Tried[] = []
  for (const [i, target] of targets.entries()) {
    options.signal.throwIfAborted()
    options.onThing?.(i, targets.length, target.path)
    const allowed = covering(await inForce(db, options.clock()), target)
    results.push(
      allowed === null ? await refuse(db, target, options) : await tryOne(db, lent, target, keys, allowed, options),
    )
  }
  const attempts = results.reduce((n, r) => n + r.attempts, 0)
  const count = (outcome: Tried['outcome']): number => results.filter((r) => r.outcome === outcome).length
  const detail = {
    ...{ things: targets.length, keys: keys.map((k) => k.key), attempts },
    ...{ opened: count('opened'), part: count('part'), closed: count('closed'), refused: count('refused') },
  }
  await inTransaction(db, () => enter(db, options, 'unlock-try', 'case', detail))
  return results
}

async function refuse(db: ClientBase, target: Target, options: TryOptions): Promise<Tried> {
  const why = 'no authorisation in force covers it'
  const { thing, path, form } = target
  const none = { key: null, authorisation: null, milliseconds: 0 }
  await insertAttempt(db, { thing, ...none, outcome: 'refused', detail: why, by: options.who.by, at: options.clock() })
  return { thing, path, form, outcome: 'refused', key: null, files: 0, attempts: 0, why }
}

async function tryOne(
  db: ClientBase,
  lent: Lent,
  target: Target,
  keys: readonly TriedKey[],
  authorisation: number,
  options: TryOptions,
): Promise<Tried> {
  const { thing, path, form } = target
  const opener = openers.find((o) => o.name === target.opener)!
  const wrong = await knownWrong(db, thing)
  const fitting = keys.filter((k) => opener.fits(k, target) && !wrong.has(k.key))
  let [attempts, files, part] = [0, 0, null as number | null]
  let last = wrong.size > 0 ? 'no other key of the ring fits it' : 'no key of the ring fits it'
  for (const key of fitting) {
    options.signal.throwIfAborted()
    const started = performance.now()
    const { kept, outcome, detail } = await withKey(lent, opener, target, key, keys, options)
    attempts += 1
    files += kept.length
    last = detail
    const spent = Math.round(performance.now() - started)
    await inTransaction(db, async () => {
      const parents = await parentsOf(db, target, kept)
      const at = options.clock()
      await insertOpened(db, target, key.key, parents, at)
      const attempt = { thing, key: key.key, authorisation, outcome, detail, milliseconds: spent }
      await insertAttempt(db, { ...attempt, by: options.who.by, at })
      const found = parents.map(({ inner, file }) => ({ path: inner, sha256: file.sha256, size: file.size }))
      if (kept.length > 0)
        await enter(db, options, 'unlock', path, {
          ...{ thing, form, key: key.key, authorisation, files: kept.length },
          found: found.slice(0, 100),
        })
    })
    if (outcome === 'opened') return { thing, path, form, outcome, key: key.key, files, attempts, why: detail }
    if (kept.length > 0) part = key.key
  }
  return { thing, path, form, outcome: part === null ? 'closed' : 'part', key: part, files, attempts, why: last }
}

async function withKey(
  lent: Lent,
  opener: Opener,
  target: Target,
  key: TriedKey,
  keys: readonly TriedKey[],
  options: TryOptions,
): Promise<{ readonly kept: readonly Kept[]; readonly outcome: string; readonly detail: string }> {
  const kept: Kept[] = []
  let [wrong, damaged] = [0, 0]
  const passphrases = keys.filter((k) => k.kind === 'passphrase')
  const { signal, seconds = 6 * 3600 } = options
  try {
    await withInput(lent, target, options.caseDir, { signal, seconds, passphrases }, async (input) => {
      for await (const entry of opener.open(input, key))
        try {
          kept.push({ name: lent.writeName(entry.name), entry, file: await lent.keep(entry.content) })
        } catch (error) {
          const failure = failureOf(error)
          if (failure === null) throw error
          if (failure.outcome === 'wrong-key') wrong += 1
          else damaged += 1
        }
    })
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    return { kept, outcome: kept.length > 0 ? 'part' : failure.outcome, detail: failure.detail }
  }
  if (kept.length === 0) {
    const outcome = damaged > 0 ? 'damaged' : 'wrong-key'
    return { kept, outcome, detail: damaged > 0 ? 'it opens, and what it holds is damaged' : 'nothing opens with it' }
  }
  const encrypted = typeof target.detail.encrypted === 'number' ? target.detail.encrypted : kept.length
  const all = kept.length >= encrypted && wrong + damaged === 0
  const said = `${kept.length} file${kept.length === 1 ? '' : 's'} came out`
  return {
    kept,
    outcome: all ? 'opened' : 'part',
    detail: all ? said : `${said} of ${Math.max(encrypted, kept.length + damaged)}`,
  }
}

async function withInput<T>(
  lent: Lent,
  target: Target,
  caseDir: string,
  rest: Pick<OpenInput, 'signal' | 'seconds' | 'passphrases'>,
  work: (input: OpenInput) => Promise<T>,
): Promise<T> {
  const { form, detail, offset, length, text } = target
  if (text !== null) {
    const bytes = Buffer.from(text.slice(offset, offset + length))
    const read = async (at: number, n: number): Promise<Buffer> => bytes.subarray(at, at + n)
    return work({
      ...rest,
      place: '',
      peek: { size: bytes.length, read },
      form,
      detail,
      offset: 0,
      length: bytes.length,
    })
  }
  if (target.stored === '') {
    const volume = await lent.openVolume(target.file)
    if (volume === null) throw failed('unsupported', 'a volume of this form of disk image is not read in place')
    const read = async (at: number, n: number): Promise<Buffer> =>
      volume.read(at, Math.max(0, Math.min(n, volume.size - at)))
    try {
      return await work({ ...rest, place: '', peek: { size: volume.size, read }, form, detail, offset, length })
    } finally {
      volume.close()
    }
  }
  const place = isAbsolute(target.stored) ? target.stored : join(caseDir, target.stored)
  return peekAt({ place, path: target.path, source: '', closedEntries: 0 }, (peek) =>
    work({ ...rest, place, peek, form, detail, offset, length }),
  )
}

async function enter(
  db: ClientBase,
  { who, clock }: TryOptions,
  action: string,
  subject: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await appendCustody(db, { at: clock().toISOString(), actor: who.by, action, subject, detail })
}
