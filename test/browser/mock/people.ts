import type * as api from '../../../src/api/contract.ts'
import { at, country, even, likely, member, source, subjectId } from './base.ts'

/** Who is behind the accounts. */

const bands = ['critical', 'high', 'medium', 'low']
export const vocabulary: api.RiskVocabulary = {
  scheme: 'holdfast-1',
  definition: {
    about: 'Orders the work by what accounts did on the board.',
    bands: bands.map((band, n) => ({ band, from: [80, 50, 20, 0][n] })),
    factors: ['staff', 'activity', 'terms'].map((name, n) => ({
      name,
      about: `What the evidence says of ${name}`,
      maxPoints: 30 - n * 8,
      safeguarding: n === 2,
    })),
  },
  bands: bands.map((band, n) => ({ band, subjects: 12 * 3 ** n, undecided: 11 * 3 ** n })),
  verdicts: [
    { verdict: 'pursue', about: 'Goes into the package of its country.' },
    { verdict: 'watch', about: 'Looked at again at the review.' },
    { verdict: 'no-further-work', about: 'Leaves the queue; the reason says why.' },
  ],
}
const reasons = [
  'Moderates 2 boards',
  'Two terms of the list “show words” occur in 9 posts',
  'Moved talk to private channels 14 times',
  'Seen within 30 days of the seizure',
]
export const queue: api.QueueRow[] = Array.from({ length: 360 }, (_, n) => ({
  position: n + 1,
  subject: subjectId(n),
  name: member(n).name!,
  personas: n % 5 === 0 ? 3 : 1,
  band: bands[Math.min(3, Math.floor(n / 60))]!,
  points: Math.max(4, 96 - Math.floor(n / 4)),
  possible: Math.max(12, 110 - Math.floor(n / 4)),
  unknowns: n % 4,
  safeguarding: n < 3,
  why: `${n < 3 ? 'Bears on a person who may be at risk now. ' : ''}Stands here because they ${['moderate two boards', 'used words of the agency’s list', 'moved talk to private channels'][n % 3]} and were seen lately.`,
  reasons: reasons
    .slice(0, 2 + (n % 3))
    .map((detail, i) => ({ factor: `factor-${i}`, points: 30 - i * 8, detail, trace: `factor:${subjectId(n)}:${i}` })),
  place:
    n % 6 === 5
      ? null
      : { ...country(['NL', 'DE', 'GB', 'PL', 'US'][n % 5]!), ...(n % 4 === 3 ? even : likely), conflict: n % 4 === 3 },
  lastSeenAt: at(800 - n),
  decision: n % 9 === 4 ? { verdict: 'watch', by: 'B. Reviewer', at: at(820) } : null,
  packages: n % 7 === 0 ? 1 : 0,
}))
const term = (n: number, comparison: string, weight: number, detail: string): api.Term => ({
  n,
  comparison,
  weight,
  detail,
  because: ['sighting:1:member:2:0', 'sighting:1:member:3:0'],
  trace: `term:link:1:2:1:3:${n}`,
})
export const link = (a: number, b: number, state: api.Link['state'] = 'joined'): api.Link => ({
  link: `link:1:${a + 2}:1:${b + 2}`,
  a: member(a),
  b: member(b),
  subjectA: subjectId(a),
  subjectB: subjectId(a),
  weight: state === 'joined' ? 14.2 : 4.1,
  state,
  why: 'Probably one person: both accounts registered with the same rare e-mail and were online from one address within 9 minutes, twice. Against: written Dutch in one, Polish in the other.',
  terms: [
    term(1, 'same-email', 11.4, 'Both registered with “sam@railway.example”, seen with no other account'),
    term(2, 'same-ip', 5.3, 'Both connected from “203.0.113.77” within 9 minutes, twice; 3 accounts use it'),
    term(3, 'language', -2.5, 'One writes Dutch, the other Polish'),
  ],
})
export const links: api.Link[] = Array.from({ length: 14 }, (_, n) => link(n, n + 20, n % 2 ? 'possible' : 'joined'))
export const judgements: api.Judgement[] = [
  {
    judgement: 1,
    a: 'persona:1:2',
    b: 'persona:1:9',
    verdict: 'negative',
    reason: 'Met both at once',
    by: 'B. Reviewer',
    at: at(700),
    withdrawn: { by: 'B. Reviewer', at: at(710), reason: 'Mistook one name for another' },
  },
]
export const subject = (id: string): api.Subject => {
  const row = queue.find((each) => each.subject === id) ?? queue[0]!
  const n = row.position - 1
  return {
    subject: row.subject,
    name: row.name,
    lastSeenAt: row.lastSeenAt,
    why: 'Three accounts, probably one person: the same rare e-mail, one address within 9 minutes, and the same messenger handle.',
    personas: [0, 4, 8].map((k) => ({
      persona: `persona:1:${n + k + 2}`,
      member: member(n + k),
      siteKey: 'railway.example',
      joinedAt: at(k * 40),
      lastSeenAt: at(700 - k),
      posts: 412 - k * 50,
      staff: k === 0 ? 'moderator' : null,
      source: source(`member:1:${n + k + 2}`, k),
    })),
    links: [link(n, n + 4), link(n, n + 8, 'possible')],
    judgements,
    selectors: Array.from({ length: 14 }, (_, i) => ({
      kind: ['email', 'ip', 'handle', 'url'][i % 4]!,
      value: [
        'sam@railway.example',
        `203.0.113.${i}`,
        'jabber:sam@chat.railway.example',
        'https://railway.example/plans',
      ][i % 4]!,
      relations: ['registered-with', 'wrote'].slice(0, 1 + (i % 2)),
      sightings: 40 - i,
      personas: 1 + (i % 3),
      others: i % 4,
      specificity: 0.9 - i * 0.05,
      firstAt: at(i),
      lastAt: at(600 - i),
      trace: `sighting:1:member:2:${i}`,
    })),
    places:
      row.place === null
        ? []
        : [
            {
              ...row.place,
              rank: 1,
              why: `${row.place.name}: 214 of 260 log-ins come from its networks and the phone number given is one of its own.`,
              signals: [
                '214 of 260 log-ins from access networks of the country',
                'Phone prefix of the country stated twice',
              ].map((detail, i) => ({
                kind: ['ip-country', 'phone-prefix'][i]!,
                weight: 3.2 - i,
                detail,
                asOf: '2026-06-17',
                because: ['sighting:1:login:1:0'],
                trace: `signal:${id}:${i}`,
              })),
            },
          ],
    assessment: {
      scheme: 'holdfast-1',
      points: row.points,
      possible: row.possible,
      band: row.band,
      safeguarding: row.safeguarding,
      unknowns: 1,
      position: row.position,
      of: 388,
      why: row.why,
      factors: [
        ...reasons.map((detail, i) => ({
          factor: ['staff', 'terms', 'private-channels', 'recent'][i]!,
          state: 'present' as const,
          points: 30 - i * 6,
          detail,
          because: ['sighting:1:post:1:0'],
          trace: `factor:${id}:${i}`,
        })),
        {
          factor: 'payments',
          state: 'unknown',
          points: 12,
          detail: 'The evidence holds no ledger of payments',
          because: [],
          trace: `factor:${id}:9`,
        },
        {
          factor: 'uploads',
          state: 'absent',
          points: 0,
          detail: 'Uploaded nothing',
          because: [],
          trace: `factor:${id}:8`,
        },
      ],
    },
    decisions:
      row.decision === null
        ? []
        : [
            {
              decision: 1,
              ...row.decision,
              reason: 'Seen at two shows; asked for at the review',
              scheme: 'holdfast-1',
              withdrawn: null,
            },
          ],
    packages: [{ package: 'TT-NL-001', recipient: 'National Unit NL', country: country('NL'), statements: 6 }],
  }
}
const kinds: readonly api.TimelineKind[] = ['post', 'login', 'message', 'edit', 'registered']
export const timeline: api.TimelineEvent[] = Array.from({ length: 300 }, (_, n) => ({
  kind: kinds[n % 5]!,
  at: at(800 - n),
  member: member(n % 3),
  summary: [
    'Wrote in “Helix gradient in N scale”',
    'Logged in',
    'Wrote to GaugeKeeper: “The drawing of the helix”',
    'Edited a post',
    'Registered',
  ][n % 5]!,
  ip: n % 4 === 3 ? null : `203.0.113.${n % 200}`,
  id: `post:1:${(n % 24) + 1}`,
  topic: '1',
  source: source(`post:1:${(n % 24) + 1}`, n),
})).map((event, n) => ({ ...event, id: `${event.kind}:1:${n}` }))
export const contacts: api.Contact[] = Array.from({ length: 30 }, (_, n) => ({
  own: member(0),
  other: member(n + 1),
  subject: { subject: subjectId(n + 1), name: member(n + 1).name! },
  kind: 'message',
  direction: n % 2 ? 'in' : 'out',
  n: 30 - n,
  firstAt: at(n),
  lastAt: at(500 - n),
}))
export const selectors: api.SelectorRow[] = Array.from({ length: 200 }, (_, n) => ({
  kind: ['email', 'ip', 'handle', 'url'][n % 4]!,
  value:
    ['sam@railway.example', '203.0.113.77', 'jabber:sam@chat.railway.example', 'https://railway.example/plans'][
      n % 4
    ]! + (n < 4 ? '' : n),
  sightings: 400 - n,
  personas: 1 + (n % 7),
  specificity: Math.max(0, 0.98 - n * 0.004),
  firstAt: at(n),
  lastAt: at(700 - n),
}))
export const sightings: api.SightingRow[] = Array.from({ length: 80 }, (_, n) => ({
  id: `sighting:1:post:${n + 1}:0`,
  kind: 'email',
  value: 'sam@railway.example',
  raw: 'Sam@Railway.example',
  relation: n % 3 ? 'wrote' : 'registered-with',
  member: member(n % 5),
  seenAt: at(n),
  place: 'post',
  placeId: String(n + 1),
  excerpt: n % 3 ? { before: 'write to ', hit: 'Sam@Railway.example', after: ' for the drawing of the helix' } : null,
  source: source(`sighting:1:post:${n + 1}:0`, n),
}))
