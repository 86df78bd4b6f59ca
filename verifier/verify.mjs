#!/usr/bin/env node
/**
 * Checks a Holdfast case folder without Holdfast. Needs Node.js 20 or later, no network, no database, no package; only
 * reads. It shares no line with the program it checks, so that a fault in one shows in the other.
 *
 *   node verify.mjs CASE-FOLDER [--key FINGERPRINT]         the whole case
 *   node verify.mjs --proof FILE... [--key FINGERPRINT]     proofs alone, without the case
 * FINGERPRINT is the SHA-256 of the signing key as it was noted outside the case. Without it the key in the folder is
 * believed. Prints each thing checked; ends with status 0 when all is well, 1 on any fault, 2 when nothing could be checked.
 *
 * 1. custody.jsonl      each line {"hash":H,"entry":E}: H is the SHA-256 of E's bytes; E.previous is the H of the line before.
 * 2. custody.head       the number and hash of the last line, and the length of the file.
 * 3. exhibits, packages the ledger's latest word on each file; a folder has a manifest "SHA-256 size path", whose own
 *                       SHA-256 the ledger holds.
 * 4. derived/           unpacked files, named by their own SHA-256.
 * 5. custody.heads.jsonl  Ed25519 signatures over the Merkle root (RFC 6962) of the first N entries.
 * 6. custody.proofs/    inclusion and consistency proofs (RFC 9162 section 2.1).
 * 7. custody.stamps/    RFC 3161 time stamps are as recorded and hold their head's hash. Who signed them is checked with
 *                       openssl ts -verify -data head-N.json -in head-N.tsr -CAfile CA.pem
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const args = process.argv.slice(2)
const option = args.indexOf('--key')
const wantedKey = option >= 0 ? args.splice(option, 2)[1]?.toLowerCase() : null
let faults = 0
const good = (what) => console.log(`ok     ${what}`)
const fault = (place, what) => {
  faults += 1
  console.log(`FAULT  ${place}: ${what}`)
}
const sha = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest()
const hex = (bytes) => bytes.toString('hex')
/** A file's bytes, or none where there is no file. */
const bytesOf = (...path) => (existsSync(join(...path)) ? readFileSync(join(...path)) : Buffer.alloc(0))
const attempt = (work) => {
  try {
    return work()
  } catch {
    return null
  }
}
const json = (text) => attempt(() => JSON.parse(text))

// --- The Merkle tree of RFC 6962 -------------------------------------------------------------------------------------

const leaf = (text) => sha(Buffer.from([0]), text)
const node = (left, right) => sha(Buffer.from([1]), left, right)

/** Joins neighbours level by level; one left over goes up as it is. The same root as RFC 6962's definition. */
function root(leaves) {
  let level = leaves
  while (level.length > 1) {
    const next = []
    for (let i = 0; i < level.length; i += 2) next.push(i + 1 < level.length ? node(level[i], level[i + 1]) : level[i])
    level = next
  }
  return level[0] ?? sha('')
}

/** The largest power of two below n: where a tree of n leaves divides. */
const half = (n) => 2 ** Math.ceil(Math.log2(n) - 1)

/** Rebuilds the root by RFC 6962 section 2.1.1's own recursion, taking the path's hashes from its end. */
function rootFromEntry(hash, index, size, path) {
  if (size === 1) return path.length === 0 ? hash : null
  if (path.length === 0) return null
  const [k, rest, last] = [half(size), path.slice(0, -1), path.at(-1)]
  const below = index < k ? rootFromEntry(hash, index, k, rest) : rootFromEntry(hash, index - k, size - k, rest)
  return below && (index < k ? node(below, last) : node(last, below))
}

/** Rebuilds the roots before and after by RFC 6962 section 2.1.2's recursion; null when the path has the wrong length. */
function rootsFromGrowth(first, size, path, oldRoot, whole = true) {
  if (first === size) {
    if (path.length !== (whole ? 0 : 1)) return null
    return whole ? [oldRoot, oldRoot] : [path[0], path[0]]
  }
  if (path.length === 0) return null
  const [k, rest, last] = [half(size), path.slice(0, -1), path.at(-1)]
  if (first <= k) {
    const below = rootsFromGrowth(first, k, rest, oldRoot, whole)
    return below && [below[0], node(below[1], last)]
  }
  const below = rootsFromGrowth(first - k, size - k, rest, oldRoot, false)
  return below && [node(last, below[0]), node(last, below[1])]
}

// --- Signed heads and proofs -----------------------------------------------------------------------------------------

/** A public key and its fingerprint, SHA-256 of the DER form; null when it is no Ed25519 key. */
function publicKey(pem) {
  const key = attempt(() => createPublicKey(pem))
  if (key?.asymmetricKeyType !== 'ed25519') return null
  return { key, id: hex(sha(key.export({ type: 'spki', format: 'der' }))) }
}

/** A line {"signature":S,"head":H} whose S is this key's signature of H's bytes as they stand; or the reason it is not. */
function readHead(line, key) {
  const parts = /^\{"signature":"([A-Za-z0-9+/]{86}==)","head":(\{.*\})\}$/s.exec(line)
  const head = parts && json(parts[2])
  if (!head || !Number.isSafeInteger(head.size) || head.size < 1) return { reason: 'is not a signed head' }
  const signature = Buffer.from(parts[1], 'base64')
  if (head.key !== key?.id || !verify(null, Buffer.from(parts[2]), key.key, signature))
    return { reason: 'was not signed by the key: forged or changed' }
  return { head, root: Buffer.from(head.root, 'hex') }
}

function checkProof(place, text) {
  const proof = json(text)
  const key = proof && publicKey(proof.public_key)
  if (!key || !Array.isArray(proof.path)) return fault(place, 'is not a proof')
  if (wantedKey && key.id !== wantedKey) return fault(place, `is signed by the key ${key.id}, not by ${wantedKey}`)
  const { head, root: signedRoot, reason } = readHead(proof.head, key)
  if (reason) return fault(place, `its head ${reason}`)
  const path = proof.path.map((h) => Buffer.from(String(h), 'hex'))
  if (path.some((h) => h.length !== 32)) return fault(place, 'is not a proof')
  if (proof.proves === 'entry') {
    const { entry, seq } = proof
    const inside = json(entry)?.seq === seq && seq >= 1 && seq <= head.size
    const built = inside ? rootFromEntry(leaf(entry), seq - 1, head.size, path) : null
    if (!built?.equals(signedRoot)) return fault(place, `does not prove entry ${seq} to be in its head`)
    return good(`${place}: entry ${seq} is among the ${head.size} signed at ${head.at} with key ${key.id}`)
  }
  const earlier = readHead(proof.earlier, key)
  if (earlier.reason) return fault(place, `its earlier head ${earlier.reason}`)
  const grew = earlier.head.size <= head.size
  const roots = grew ? rootsFromGrowth(earlier.head.size, head.size, path, earlier.root) : null
  if (!roots?.[0].equals(earlier.root) || !roots[1].equals(signedRoot))
    return fault(place, `does not prove that ${earlier.head.size} entries grew to ${head.size}`)
  return good(`${place}: the ${earlier.head.size} entries of ${earlier.head.at} are the first of the ${head.size}`)
}

// --- The case --------------------------------------------------------------------------------------------------------

function checkLedger(dir) {
  const file = bytesOf(dir, 'custody.jsonl')
  const lines = file.toString('utf8').split('\n')
  if (!Buffer.from(lines.join('\n')).equals(file)) fault('custody.jsonl', 'holds bytes that are no UTF-8')
  if (lines.pop() !== '') fault(`custody.jsonl line ${lines.length + 1}`, 'the last line is cut short')
  const before = faults
  const entries = []
  let previous = '0'.repeat(64)
  lines.forEach((line, i) => {
    const place = `custody.jsonl line ${i + 1}`
    const parts = /^\{"hash":"(.{64})","entry":(\{.*\})\}$/s.exec(line)
    const entry = parts && json(parts[2])
    if (!entry) fault(place, 'is not a ledger entry: its bytes were changed')
    else {
      if (hex(sha(parts[2])) !== parts[1]) fault(place, `entry ${entry.seq} was changed: its hash is not ${parts[1]}`)
      if (entry.seq !== i + 1) fault(place, `entry ${i + 1} should stand here, entry ${entry.seq} does`)
      if (entry.previous !== previous) fault(place, 'does not follow from the entry before it')
    }
    entries.push({ detail: {}, ...entry, text: parts ? parts[2] : line })
    previous = parts ? parts[1] : ''
  })
  const [seq, hash, bytes] = bytesOf(dir, 'custody.head').toString().trim().split(' ')
  if (Number(seq) !== entries.length || hash !== previous || Number(bytes) !== file.length)
    fault('custody.head', `says entry ${seq}, hash ${hash}, ${bytes} bytes; the ledger ends otherwise`)
  if (faults === before) good(`ledger: ${entries.length} entries follow from each other; the last is ${previous}`)
  return entries
}

/** SHA-256 of a file read in pieces; null when there is none. */
function hashOf(path) {
  if (!existsSync(path) || !statSync(path).isFile()) return null
  const file = openSync(path, 'r')
  const piece = Buffer.alloc(1 << 22)
  const hash = createHash('sha256')
  for (let n = readSync(file, piece); n > 0; n = readSync(file, piece)) hash.update(piece.subarray(0, n))
  closeSync(file)
  return hash.digest('hex')
}

/** Names that are no plain text stand in the manifest with \xHH for each such byte. */
const nameBytes = (name) =>
  Buffer.concat(name.split(/\\x([0-9a-f]{2})/).map((part, i) => Buffer.from(part, i % 2 === 1 ? 'hex' : 'utf8')))

/** Every regular file below a folder, as bytes; links are not followed. */
function filesBelow(dir, path = Buffer.alloc(0)) {
  const here = Buffer.concat([Buffer.from(`${dir}/`), path])
  if (!existsSync(here)) return []
  return readdirSync(here, { encoding: 'buffer' }).flatMap((name) => {
    const below = path.length === 0 ? name : Buffer.concat([path, Buffer.from('/'), name])
    const info = lstatSync(Buffer.concat([here, Buffer.from('/'), name]))
    return info.isDirectory() ? filesBelow(dir, below) : info.isFile() ? [below] : []
  })
}

function checkFile(place, path, sha256) {
  const now = hashOf(path)
  if (now === sha256) return good(`${place}: ${sha256}`)
  return fault(place, now === null ? 'is not there' : `was changed: its SHA-256 is ${now}, the ledger says ${sha256}`)
}

function checkFolder(dir, place, { stored_path, sha256, manifest_path, in_place }) {
  const manifest = join(dir, manifest_path)
  if (hashOf(manifest) !== sha256) return fault(place, 'its manifest was changed or is not there')
  const base = in_place ? stored_path : join(dir, stored_path)
  const before = faults
  const known = new Set(in_place ? [] : ['manifest.txt'])
  const lines = readFileSync(manifest, 'utf8').split('\n').filter(Boolean)
  for (const line of lines) {
    const [, hash, , name] = /^([0-9a-f]{64}) (\d+) (.+)$/s.exec(line) ?? []
    if (!hash) fault(place, 'its manifest has a line that is none')
    else {
      const copy = join(hash.slice(0, 2), hash)
      const bytes = in_place ? nameBytes(name) : Buffer.from(copy)
      known.add(bytes.toString('latin1'))
      const now = hashOf(Buffer.concat([Buffer.from(`${base}/`), bytes]))
      const odd = in_place && name.includes('\\x') && hashOf(join(manifest, '..', copy)) === hash
      if (now !== hash && !odd)
        fault(`${place}: ${name}`, now === null ? 'is not there' : `was changed: its SHA-256 is ${now}`)
    }
  }
  for (const path of filesBelow(base)) {
    const ofTheCase = in_place && `${base}/${path}`.startsWith(`${dir}/`)
    if (!known.has(path.toString('latin1')) && !ofTheCase) fault(`${place}: ${path}`, 'was added')
  }
  if (faults === before) good(`${place}: ${lines.length} files as in the manifest ${sha256}`)
}

function checkFiles(dir, entries) {
  const claims = new Map()
  for (const { action, subject, detail } of entries) {
    if (action === 'acquire') claims.set(detail.stored_path, { name: `exhibit ${subject}`, ...detail })
    for (const form of ['json', 'pdf']) {
      const path = detail[`${form}_path`]
      if (action === 'package')
        claims.set(path, { name: `package ${subject}`, stored_path: path, sha256: detail[`${form}_sha256`] })
      if (action === 'withdraw-package') claims.delete(path)
    }
  }
  for (const [path, claim] of claims) {
    const place = `${claim.name} (${path})`
    if (claim.kind === 'folder') checkFolder(dir, place, claim)
    else checkFile(place, resolve(dir, path), claim.sha256)
  }
  const derived = filesBelow(join(dir, 'derived')).map(String).sort()
  for (const path of derived) {
    const name = path.slice(3)
    if (/^[0-9a-f]{64}$/.test(name)) checkFile(`derived/${path}`, join(dir, 'derived', path), name)
  }
}

function checkHeads(dir, entries) {
  const key = publicKey(bytesOf(dir, 'custody.pub'))
  const made = entries.findLast((e) => e.action === 'make-key')?.detail.key
  if (made !== undefined && key?.id !== made)
    fault('custody.pub', `is not the key ${made} that the ledger says was made`)
  if (wantedKey && key?.id !== wantedKey) fault('custody.pub', `is the key ${key?.id}, not ${wantedKey}`)
  const lines = bytesOf(dir, 'custody.heads.jsonl').toString().split('\n')
  if (lines.pop() !== '') fault('custody.heads.jsonl', 'the last line is cut short')
  const leaves = entries.map((e) => leaf(e.text))
  const recorded = new Set(entries.filter((e) => e.action === 'sign-head').map((e) => e.detail.sha256))
  const known = new Set()
  lines.forEach((line, i) => {
    const place = `custody.heads.jsonl line ${i + 1}`
    const { head, root: signedRoot, reason } = readHead(line, key)
    known.add(hex(sha(line)))
    if (reason) fault(place, reason)
    else if (head.size > leaves.length) fault(place, `covers ${head.size} entries, the ledger has ${leaves.length}`)
    else if (!root(leaves.slice(0, head.size)).equals(signedRoot))
      fault(place, `the first ${head.size} entries are not those that were signed`)
    else if (!recorded.has(hex(sha(line))) && i < lines.length - 1) fault(place, 'is not recorded in the ledger')
    else good(`${place}: the first ${head.size} entries, signed at ${head.at} with key ${key.id}`)
  })
  for (const sha256 of recorded)
    if (!known.has(sha256)) fault('custody.heads.jsonl', `the recorded head ${sha256} is gone`)
  for (const { action, detail } of entries) {
    if (action !== 'time-stamp') continue
    checkFile(detail.path, join(dir, detail.path), detail.sha256)
    const stamped = bytesOf(dir, detail.path).includes(Buffer.from(detail.head_sha256, 'hex'))
    if (!known.has(detail.head_sha256) || !stamped) fault(detail.path, 'is not a time stamp of a head of this case')
  }
  for (const name of filesBelow(join(dir, 'custody.proofs')).map(String).sort())
    if (name.endsWith('.json')) checkProof(`custody.proofs/${name}`, bytesOf(dir, 'custody.proofs', name).toString())
}

try {
  if (args.length < (args[0] === '--proof' ? 2 : 1)) throw new Error('name a case folder, or --proof and files')
  if (args[0] === '--proof') for (const file of args.slice(1)) checkProof(file, readFileSync(file, 'utf8'))
  else {
    const dir = resolve(args[0])
    const entries = checkLedger(dir)
    if (entries.length === 0) throw new Error(`${dir} holds no custody ledger: it is not a case folder`)
    checkFiles(dir, entries)
    checkHeads(dir, entries)
  }
  console.log(
    faults === 0 ? 'Everything is as it was recorded.' : `Faults: ${faults}. The case is not as it was recorded.`,
  )
  process.exitCode = faults === 0 ? 0 : 1
} catch (error) {
  console.log(`FAULT  ${error.message}`)
  process.exitCode = 2
}
