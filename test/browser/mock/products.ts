import type * as api from '../../../src/api/contract.ts'
import { at, country, member, sha, subjectId } from './base.ts'

/** Packages, outcomes, access, words, and the walk to the bytes. */

export const packages: api.PackageRow[] = ['NL', 'DE', 'GB', 'PL', 'US', 'FR', 'SE', 'IT', 'ES'].map((code, n) => ({
  package: `TT-${code}-001`,
  country: country(code),
  recipient: `National Unit ${code}`,
  subjects: 12 - n,
  statements: 66 - n * 5,
  removed: 4,
  handling: 'H1',
  evaluation: 'A2',
  scheme: 'europol-4x4',
  state: n === 0 ? 'proposed' : n === 1 ? 'released' : 'draft',
  outcomes: n === 1 ? 4 : 0,
}))
export const outcomes: api.Outcome[] = ['suspect-identified', 'arrest', 'child-safeguarded', 'conviction'].map(
  (kind, n) => ({
    outcome: n + 1,
    package: 'TT-DE-001',
    subject: { subject: subjectId(1), name: member(1).name! },
    kind: kind as api.OutcomeKind,
    nominalRef: `DE-77${n}`,
    country: country('DE'),
    happenedOn: '2024-06-02',
    note: null,
    by: 'A. Examiner',
    at: at(820 + n),
    withdrawn: null,
  }),
)
export const packageOf = (id: string): api.PackageDetail => {
  const row = packages.find((each) => each.package === id) ?? packages[0]!
  return {
    ...row,
    jsonSha256: sha('json'),
    pdfSha256: sha('pdf'),
    parts: [0, 1].map((n) => ({
      subject: { subject: subjectId(n), name: member(n).name! },
      statements: [
        'Registered on 2024-03-01 with “sam@railway.example”.',
        'Connected 214 times from networks of the Netherlands.',
        'Moderates “Track plans” and “Signals and wiring”.',
      ].map((text, i) => ({
        n: n * 3 + i + 1,
        text,
        because: ['sighting:1:member:2:0'],
        trace: `statement:${id}:${n * 3 + i + 1}`,
      })),
      removed: [
        { n: n + 1, what: 'private messages', why: 'They name a third party who is not a subject of this recipient.' },
      ],
    })),
    releases:
      row.state === 'draft'
        ? []
        : [
            {
              release: 1,
              recipient: row.recipient,
              method: 'liaison channel',
              jsonSha256: sha('json'),
              pdfSha256: sha('pdf'),
              proposedBy: 'B. Reviewer',
              approvedBy: row.state === 'released' ? 'C. Head' : null,
              at: at(810),
              note: null,
            },
          ],
    outcomeRows: row.outcomes > 0 ? outcomes : [],
  }
}
const none = { 'suspect-identified': 0, arrest: 0, 'child-safeguarded': 0, conviction: 0, 'no-further-action': 0 }
export const headline: api.OutcomesHeadline = {
  total: { ...none, 'suspect-identified': 3, arrest: 2, 'child-safeguarded': 1, conviction: 1 },
  byCountry: [
    { ...country('DE'), counts: { ...none, 'suspect-identified': 2, arrest: 2, 'child-safeguarded': 1 } },
    { ...country('NL'), counts: { ...none, 'suspect-identified': 1, conviction: 1 } },
  ],
}
export const access: api.AccessRow[] = Array.from({ length: 90 }, (_, n) => ({
  id: 90 - n,
  at: at(900 - n),
  who: n % 3 ? 'A. Examiner' : 'B. Reviewer',
  what: subjectId(n % 12),
  why: n % 4 ? null : 'review of the queue',
}))
export const glossary: api.GlossaryTerm[] = [
  { term: 'persona', definition: 'An online identity as it presents itself: here, one account.' },
  { term: 'subject', definition: 'A real person hypothesised behind personas.' },
  { term: 'jurisdiction', definition: 'A territory or authority with competence, and why we think so.' },
  { term: 'package', definition: 'The product for one recipient.' },
  { term: 'outcome', definition: 'What the recipient reports came of it.' },
  { term: 'sighting', definition: 'One occurrence of a selector, with provenance.' },
]

const row =
  "(2,0,'203.0.113.77','semaphore_sam','sam@railway.example',1709283600,'bcrypt:',''),(3,0,'198.51.100.4','GaugeKeeper','gauge@railway.example',1709290000,'','near the yard'),"
/** The walk of any id: two sightings under the statement, the bytes of one row under each. */
export function trace(id: string): api.Trace {
  const bytes = Buffer.from(row)
  const lines = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => bytes.subarray(i * 16, i * 16 + 16)).map(
    (part, i) => ({
      offset: 40_960 + i * 16,
      hex: part.toString('hex').replace(/../g, '$& ').trim(),
      text: part.toString('latin1'),
    }),
  )
  const ids = ['sighting:1:member:2:0', 'sighting:1:member:3:0']
  return {
    id,
    sentence: 'Both accounts registered with “sam@railway.example”, seen with no other account.',
    steps: [
      { id, parent: null, kind: id.split(':')[0]!, sentence: 'Both accounts registered with “sam@railway.example”' },
      ...ids.map((each, n) => ({
        id: each,
        parent: id,
        kind: 'sighting',
        sentence: `e-mail “sam@railway.example”, registered with, account ${member(n).name}`,
      })),
      ...ids.map((each, n) => ({
        id: `row:${n}`,
        parent: each,
        kind: 'row',
        sentence: `row of phpbb_users, user_id ${n + 2}`,
      })),
    ],
    bytes: ids.map((_, n) => ({
      step: `row:${n}`,
      exhibit: { exhibit: 1, number: 'NU/TT/1', sha256: sha('x1') },
      file: 1,
      path: 'board-1.sql.gz',
      offset: 40_960,
      length: bytes.length,
      lines,
      text: row,
      shown: bytes.length,
      masked: 0,
      matches: n === 0,
      reason: n === 0 ? null : 'the exhibit was changed after it was acquired',
      verifiedAt: at(900),
    })),
    truncated: false,
  }
}
