import type * as api from '../../../src/api/contract.ts'
import { at, source } from './base.ts'

/** Closed things and the keys to them, invented. */

const forms = [
  ['archive', 'zip', 'backups/site-2023.zip', '12 of 12 entries are marked as encrypted (12 aes-256)', 'zip', 'opened'],
  ['archive', '7z', 'backups/mail.7z', 'its header, names included, is encrypted with AES-256', '7-zip', 'closed'],
  [
    'container',
    'luks2',
    'disk.img',
    'it has the header of LUKS 2: aes-xts-plain64, 1 key slot in use',
    'luks',
    'closed',
  ],
  ['document', 'pdf', 'notes/timetable.pdf', 'its trailer names an /Encrypt dictionary', null, 'closed'],
  ['key', 'ssh-private-key', 'home/.ssh/id_ed25519', 'it is a private key that lies open', null, 'open'],
] as const

export const locked: readonly api.LockedThing[] = forms.map(([kind, form, path, why, opener, state], i) => ({
  ...{
    thing: `${i}a${i}b${i}c${i}d${i}e${i}f`,
    kind,
    form,
    certainty: 'certain',
    exhibit: 'RK-1',
    site: null,
    path,
    place: '',
  },
  ...{ why, opener, state, attempts: state === 'opened' ? 2 : 0, files: state === 'opened' ? 12 : 0 },
  source: source(`locked:1:${i + 1}`, i),
}))

export const hashStates: readonly api.HashState[] = [
  { site: 1, scheme: 'phpass', mode: 400, accounts: 388, recovered: 12 },
  { site: 1, scheme: 'unknown', mode: null, accounts: 24, recovered: 0 },
]

export const taken: api.RecoveriesTaken = {
  ...{ lines: 3, verified: 2, fresh: 2, passphrases: 1, unmatched: 1, refuted: 0, unauthorised: 0 },
  rejected: [{ line: 3, why: 'it is the result of no hash in the case' }],
  reuse: { checks: 4, held: 1, refused: 0 },
}

export const unlocking: api.Unlocking = {
  vault: {
    recipient: 'age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq',
    exercise: true,
    custodians: ['Exercise custodian A', 'Exercise custodian B'],
    values: 3,
  },
  authorisations: [
    {
      ...{ number: 1, authority: 'District Court', reference: 'RK 24/1187', scope: ['kind:archive', 'kind:container'] },
      ...{ from: at(10), until: at(900), by: 'A. Examiner', state: 'in force' },
    },
  ],
  keys: [
    {
      ...{
        key: 1,
        kind: 'passphrase',
        form: 'passphrase',
        label: 'notebook, line 4',
        origin: 'item 12',
        authority: 'RK 24/1187',
      },
      ...{ identifiers: [], path: null, by: 'A. Examiner', at: at(20) },
    },
    {
      ...{
        key: 2,
        kind: 'private-key',
        form: 'pgp',
        label: 'fern.asc',
        origin: 'private key in home/fern.asc of exhibit RK-1',
      },
      ...{ authority: 'RK 24/1187', identifiers: ['A1B2C3D4E5F6A7B8C9D0E1F2A3B4C5D6E7F8A9B0'], path: 'home/fern.asc' },
      ...{ by: 'A. Examiner', at: at(21) },
    },
  ],
  attempts: [
    {
      ...{ attempt: 2, thing: '0a0b0c0d0e0f', path: 'backups/site-2023.zip', key: 1, label: 'notebook, line 4' },
      ...{
        authorisation: 1,
        outcome: 'opened',
        detail: '12 files came out',
        milliseconds: 412,
        by: 'A. Examiner',
        at: at(31),
      },
    },
    {
      ...{
        attempt: 1,
        thing: '2a2b2c2d2e2f',
        path: 'disk.img',
        key: null,
        label: null,
        authorisation: null,
        outcome: 'refused',
      },
      ...{ detail: 'no authorisation in force covers it', milliseconds: 0, by: 'A. Examiner', at: at(5) },
    },
  ],
}
