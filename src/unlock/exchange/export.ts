import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { appendCustody, canonicalJson, inTransaction, sha256 } from '../../db/custody.ts'
import { refusal } from '../refusal.ts'
import { schemeOf } from '../schemes/index.ts'
import { storedPasswords } from '../stored.ts'
import type { Who } from '../vault.ts'
import { type Authority, authorities, hashKind } from './authority.ts'

/** A file of hashes for one mode of hashcat. */
export interface HashFile {
  readonly file: string
  readonly scheme: string
  readonly mode: number
  /** The first version of hashcat that knows the mode, where Debian's does not. */
  readonly hashcat: string | null
  readonly hashes: number
  readonly accounts: number
  readonly sha256: string
  /** The authorisation this file leaves under. */
  readonly authorisation: number
  /** Lines that stand for several accounts, by number from 1. */
  readonly shared: readonly { readonly line: number; readonly accounts: number }[]
}

/** What was handed out of a site's passwords, and what was not. */
export interface HashManifest {
  readonly site: number
  readonly key: string
  readonly engine: string
  readonly authorities: readonly Authority[]
  readonly files: readonly HashFile[]
  readonly left: readonly { readonly scheme: string; readonly accounts: number; readonly why: string }[]
}

/** Accounts counted as they come: the passwords of one stand together. */
interface Count {
  accounts: number
  last: string
}

interface Gathered {
  readonly lines: Map<string, Count>
  readonly all: Count
  readonly left: Count
}

const none = (): Count => ({ accounts: 0, last: '' })

function count(so: Count, member: string): void {
  if (so.accounts === 0 || so.last !== member) so.accounts += 1
  so.last = member
}

/**
 * Writes a site's stored hashes in hashcat's form, one file a scheme, and a manifest: the only way by which hashes leave
 * the case. They are not passphrases, but those can be found from them; the ledger says who took them and for what.
 */
export async function exportHashes(
  db: ClientBase,
  site: number,
  out: string,
  who: Who,
  signal?: AbortSignal,
): Promise<HashManifest> {
  const { rows } = await db.query<{ key: string; engine: string }>(
    'SELECT key, engine FROM forum.site WHERE site = $1',
    [site],
  )
  if (!rows[0]) throw refusal(`site ${site}`, 'is not in the case', 'See which are: holdfast status')
  const authority = await authorities(db, site, who.at)
  const gathered = await gather(db, site, signal)
  const files: HashFile[] = []
  const left: { scheme: string; accounts: number; why: string }[] = []
  if (gathered.length > 0 && gathered.every(([scheme]) => authority(scheme) === null))
    throw refusal(
      `site ${site}`,
      'no authorisation on record covers its password hashes',
      `Record one with the scope all, kind:${hashKind} or site:${site}.`,
    )
  await mkdir(out, { recursive: true })
  const used = new Map<number, Authority>()
  for (const [scheme, { mode, since, found }] of gathered) {
    if (found.left.accounts > 0) left.push({ scheme, accounts: found.left.accounts, why: whyLeft(scheme, mode) })
    if (mode === null || found.lines.size === 0) continue
    const under = authority(scheme)
    if (under === null) {
      left.push({ scheme, accounts: found.all.accounts, why: 'no authorisation on record covers it' })
      continue
    }
    used.set(under.authorisation, under)
    const lines = [...found.lines].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    const file = `site-${site}-${scheme}-${mode}.hashes`
    const text = lines.map(([line]) => `${line}\n`).join('')
    await writeFile(join(out, file), text, { mode: 0o600 })
    files.push({
      file,
      scheme,
      mode,
      hashcat: since,
      hashes: lines.length,
      accounts: found.all.accounts,
      sha256: sha256(text),
      authorisation: under.authorisation,
      shared: lines.flatMap(([, { accounts }], i) => (accounts > 1 ? [{ line: i + 1, accounts }] : [])),
    })
  }
  const manifest: HashManifest = { site, ...rows[0], authorities: [...used.values()], files, left }
  await writeFile(join(out, manifestName(site)), `${canonicalJson(manifest)}\n`, { mode: 0o600 })
  await inTransaction(db, () =>
    appendCustody(db, {
      at: who.at.toISOString(),
      actor: who.by,
      action: 'export-hashes',
      subject: `site ${site}`,
      detail: {
        authorities: manifest.authorities,
        files: files.map(({ shared: _, ...file }) => file),
        left,
        note: 'stored password hashes left the case; they hold no passphrase in the clear',
      },
    }),
  )
  return manifest
}

/** The name of the manifest beside the files of a site. */
export function manifestName(site: number): string {
  return `site-${site}-manifest.json`
}

async function gather(db: ClientBase, site: number, signal: AbortSignal | undefined) {
  const schemes = new Map<string, { mode: number | null; since: string | null; found: Gathered }>()
  for await (const { member, stored } of storedPasswords(db, site)) {
    signal?.throwIfAborted()
    const scheme = schemeOf(stored)
    const name = scheme?.name ?? 'unknown'
    const so = schemes.get(name) ?? {
      mode: scheme?.hashcat?.mode ?? null,
      since: scheme?.hashcat?.since ?? null,
      found: { lines: new Map(), all: none(), left: none() },
    }
    schemes.set(name, so)
    const line = scheme?.hashcat?.line(stored) ?? null
    if (line === null) count(so.found.left, member)
    else {
      const before = so.found.lines.get(line) ?? none()
      count(before, member)
      so.found.lines.set(line, before)
      count(so.found.all, member)
    }
  }
  return [...schemes].sort(([a], [b]) => (a < b ? -1 : 1))
}

function whyLeft(scheme: string, mode: number | null): string {
  if (scheme === 'unknown') return 'how the hash is made is not known'
  return mode === null ? 'hashcat has no mode for it' : 'its salt cannot stand in a line'
}
