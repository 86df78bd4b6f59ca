import { createHash } from 'node:crypto'

/**
 * The Merkle tree of RFC 6962 section 2.1 (kept in RFC 9162 section 2.1) over the ledger's entries: one hash stands for all of
 * them in their order, and a few hashes prove that one entry is among them or that a longer ledger only grew.
 */
type Hash = Buffer

const sha = (...parts: readonly Uint8Array[]): Hash => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const leafMark = Buffer.from([0])
const nodeMark = Buffer.from([1])

/** The hash of one entry: SHA-256 over 0x00 and its bytes. */
export function leafHash(entry: string | Uint8Array): Hash {
  return sha(leafMark, typeof entry === 'string' ? Buffer.from(entry) : entry)
}

/** The hash of two subtrees: SHA-256 over 0x01 and both hashes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  return sha(nodeMark, left, right)
}

/** The largest power of two below `n`: where a tree of `n` leaves divides. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The root over leaf hashes; of no leaves the hash of nothing. */
export function treeRoot(leaves: readonly Hash[], from = 0, to = leaves.length): Hash {
  if (to === from) return sha()
  if (to - from === 1) return leaves[from]!
  const middle = from + split(to - from)
  return nodeHash(treeRoot(leaves, from, middle), treeRoot(leaves, middle, to))
}

/** The hashes that prove leaf `index` to be in the tree of all given leaves, from the leaf upwards. */
export function inclusionPath(leaves: readonly Hash[], index: number): readonly Hash[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
    throw new RangeError(`leaf ${index} is not in a tree of ${leaves.length}`)
  const walk = (from: number, to: number): Hash[] => {
    if (to - from === 1) return []
    const middle = from + split(to - from)
    return index < middle
      ? [...walk(from, middle), treeRoot(leaves, middle, to)]
      : [...walk(middle, to), treeRoot(leaves, from, middle)]
  }
  return walk(0, leaves.length)
}

/** The hashes that prove the tree of the first `first` leaves to be the beginning of the tree of all given leaves. */
export function consistencyPath(leaves: readonly Hash[], first: number): readonly Hash[] {
  if (!Number.isInteger(first) || first < 1 || first > leaves.length)
    throw new RangeError(`a tree of ${first} is not the beginning of a tree of ${leaves.length}`)
  const walk = (from: number, to: number, whole: boolean): Hash[] => {
    const size = first - from
    if (size === to - from) return whole ? [] : [treeRoot(leaves, from, to)]
    const middle = from + split(to - from)
    return first <= middle
      ? [...walk(from, middle, whole), treeRoot(leaves, middle, to)]
      : [...walk(middle, to, false), treeRoot(leaves, from, middle)]
  }
  return walk(0, leaves.length, true)
}

/** Whether a path leads from a leaf to the root (RFC 9162 section 2.1.3.2). */
export function provesInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!whole(index, size) || index >= size) return false
  let [at, last] = [index, size - 1]
  let hash = Buffer.from(leaf) as Hash
  for (const step of path) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(step, hash)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else hash = nodeHash(hash, step)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && hash.equals(root)
}

/** Whether a path leads from the root of a smaller tree to that of the tree it grew into (RFC 9162 section 2.1.4.2). */
export function provesGrowth(
  first: { readonly size: number; readonly root: Uint8Array },
  second: { readonly size: number; readonly root: Uint8Array },
  path: readonly Uint8Array[],
): boolean {
  if (!whole(first.size, second.size) || first.size < 1 || first.size > second.size) return false
  if (first.size === second.size) return path.length === 0 && Buffer.from(first.root).equals(second.root)
  if (path.length === 0) return false
  // A tree that is a whole subtree of the other is where the path begins.
  const steps = Number.isInteger(Math.log2(first.size)) ? [first.root, ...path] : path
  let [at, last] = [first.size - 1, second.size - 1]
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  let before: Hash = Buffer.from(steps[0]!)
  let after: Hash = before
  for (const step of steps.slice(1)) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      before = nodeHash(step, before)
      after = nodeHash(step, after)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else after = nodeHash(after, step)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && before.equals(first.root) && after.equals(second.root)
}

const half = (n: number): number => Math.floor(n / 2)
const whole = (...numbers: readonly number[]): boolean => numbers.every((n) => Number.isSafeInteger(n) && n >= 0)
