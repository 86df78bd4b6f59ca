import type * as api from '../../../src/api/contract.ts'
import { at, sha } from './base.ts'

/** The agency's hash sets and what is in them, invented. */

const match: api.SetMatch = {
  ...{ set: 'Railway 2026', kind: 'of-interest', code: '2', label: 'kept by signal unit', by: 'sha256', differs: null },
}
const others: readonly api.SetMatch[] = [
  { ...match, set: 'Club plans', kind: 'reference', code: null, label: null, by: 'md5' },
  { ...match, set: 'RDS 2026.06', kind: 'known-software', code: null, label: null, by: 'sha1', differs: 'size' },
]

export const verdict = (n: number): api.SetVerdict => ({
  compared: 3,
  pending: n % 2 ? 0 : 1,
  matches: n % 2 ? [match, ...others] : [],
})

const set = (hashSet: number, name: string, kind: api.SetKind, more: Partial<api.HashSet> = {}): api.HashSet => ({
  ...{ hashSet, name, kind, source: 'Signal unit', scheme: null, format: 'table', fileName: `set-${hashSet}.csv` },
  ...{ fileSha256: sha(`set ${hashSet}`), entries: 12_044, md5s: 12_044, sha1s: 12_044, sha256s: 0, remarks: 0 },
  ...{ loadedBy: 'A. Examiner', loadedAt: at(20), removedBy: null, removedAt: null, removedWhy: null, categories: [] },
  ...{ files: 2, attachments: 1, compared: true },
  ...more,
})

export const sets: readonly api.HashSet[] = [
  set(1, 'Railway 2026', 'of-interest', {
    scheme: 'VICS 2.0',
    remarks: 4,
    categories: [
      { code: '2', label: 'kept by signal unit', entries: 8_044 },
      { code: '5', label: null, entries: 4_000 },
    ],
  }),
  set(2, 'Club plans', 'reference', { sha1s: 0, compared: false }),
  set(3, 'RDS 2026.06', 'known-software', { source: 'NIST', format: 'nsrl-rds', entries: 61_204_881, files: 204 }),
  set(4, 'Railway 2025', 'of-interest', {
    ...{
      removedBy: 'A. Examiner',
      removedAt: at(30),
      removedWhy: 'replaced by a newer file',
      files: 0,
      attachments: 0,
    },
  }),
]

export const matches: readonly api.MatchRow[] = [match, ...others].map((each, n) => ({
  ...each,
  ...{ id: `file:${n + 1}`, exhibit: 'RK-1', path: `www/files/helix-plan-${n}.pdf`, size: 183_204, hash: sha(`a${n}`) },
  ...{ inEvidence: n !== 1, uploadCount: n === 0 ? 3 : 0, line: 17 + n },
  uploads: n === 0 ? [{ site: 1, id: '1', name: 'helix-plan-1.pdf', post: '1', message: null }] : [],
}))
