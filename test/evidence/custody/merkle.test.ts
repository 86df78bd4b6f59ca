import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  consistencyPath,
  inclusionPath,
  leafHash,
  provesGrowth,
  provesInclusion,
  treeRoot,
} from '../../../src/evidence/custody/merkle.ts'

/** RFC 6962 section 2.1 word for word, over the entries themselves: slow, and written without a look at the program. */
const H = (...parts: readonly (Buffer | number)[]): Buffer =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((p) => (typeof p === 'number' ? Buffer.from([p]) : p))))
    .digest()
const k = (n: number): number => 2 ** (Math.ceil(Math.log2(n)) - 1)
const MTH = (D: readonly Buffer[]): Buffer => {
  if (D.length === 0) return H()
  if (D.length === 1) return H(0, D[0]!)
  return H(1, MTH(D.slice(0, k(D.length))), MTH(D.slice(k(D.length))))
}
const PATH = (m: number, D: readonly Buffer[]): Buffer[] => {
  if (D.length === 1) return []
  const at = k(D.length)
  return m < at
    ? PATH(m, D.slice(0, at)).concat(MTH(D.slice(at)))
    : PATH(m - at, D.slice(at)).concat(MTH(D.slice(0, at)))
}
const SUBPROOF = (m: number, D: readonly Buffer[], b: boolean): Buffer[] => {
  if (m === D.length) return b ? [] : [MTH(D)]
  const at = k(D.length)
  return m <= at
    ? SUBPROOF(m, D.slice(0, at), b).concat(MTH(D.slice(at)))
    : SUBPROOF(m - at, D.slice(at), false).concat(MTH(D.slice(0, at)))
}

/** The entries and roots that implementations of RFC 6962 are commonly tested with. */
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((h) => Buffer.from(h, 'hex'))
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const many = Array.from({ length: 70 }, (_, i) => Buffer.from(`entry ${i}`))
const leaves = many.map(leafHash)

describe('the Merkle tree', () => {
  it('has the published roots', () => {
    expect(treeRoot([]).toString('hex')).toBe(createHash('sha256').digest('hex'))
    for (const [i, root] of roots.entries())
      expect(treeRoot(entries.slice(0, i + 1).map(leafHash)).toString('hex')).toBe(root)
  })

  it('has the roots and paths of the definition, for every entry of every tree up to 34', () => {
    for (let n = 1; n <= 34; n++) {
      const [D, L] = [many.slice(0, n), leaves.slice(0, n)]
      const root = MTH(D)
      expect(treeRoot(L)).toEqual(root)
      for (let m = 0; m < n; m++) {
        const [path, growth] = [inclusionPath(L, m), consistencyPath(L, m + 1)]
        expect(path).toEqual(PATH(m, D))
        expect(growth).toEqual(SUBPROOF(m + 1, D, true))
        expect(provesInclusion(L[m]!, m, n, path, root)).toBe(true)
        expect(provesGrowth({ size: m + 1, root: MTH(D.slice(0, m + 1)) }, { size: n, root }, growth)).toBe(true)
      }
    }
  })

  it('proves nothing with another entry, place, size, root or path', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.nat(), fc.nat(), fc.nat(), (n, a, b, flip) => {
        const L = leaves.slice(0, n)
        const [m, other] = [a % n, b % n]
        const root = treeRoot(L)
        const path = inclusionPath(L, m)
        const broken = path.map((p) => Buffer.from(p))
        broken[flip % broken.length]![flip % 32]! ^= 1
        expect(provesInclusion(L[m]!, m, n, broken, root)).toBe(false)
        expect(provesInclusion(L[m]!, m, n, path.slice(1), root)).toBe(false)
        expect(provesInclusion(L[m]!, m, n, [...path, root], root)).toBe(false)
        expect(provesInclusion(L[m]!, m, n, path, leaves[65]!)).toBe(false)
        if (other !== m) {
          expect(provesInclusion(L[other]!, m, n, path, root)).toBe(false)
          expect(provesInclusion(L[m]!, other, n, path, root)).toBe(false)
        }
        const first = { size: m + 1, root: treeRoot(L.slice(0, m + 1)) }
        const growth = consistencyPath(L, m + 1)
        if (growth.length > 0) {
          const bad = growth.map((p) => Buffer.from(p))
          bad[flip % bad.length]![flip % 32]! ^= 1
          expect(provesGrowth(first, { size: n, root }, bad)).toBe(false)
          expect(provesGrowth(first, { size: n, root }, growth.slice(1))).toBe(false)
        }
        expect(provesGrowth({ ...first, root: leaves[65]! }, { size: n, root }, growth)).toBe(false)
        expect(provesGrowth(first, { size: n, root: leaves[65]! }, growth)).toBe(false)
        expect(provesGrowth({ size: n + 1, root }, { size: n, root }, growth)).toBe(false)
      }),
      { numRuns: 200 },
    )
  })
})
