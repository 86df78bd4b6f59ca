import type { Package } from '../../src/dissemination/dissemination.ts'

/** An invented package with everything in it that exporters must cope with. */
export const samplePackage: Package = {
  package: 'EXERCISE-NL-001',
  country: 'NL',
  country_name: 'Netherlands',
  recipient: 'National contact point, Netherlands',
  operation: {
    name: 'Exercise',
    exercise: true,
    authority: 'none',
    reference: 'EXERCISE',
    lead_agency: 'Training',
    scope: 'invented',
    review_on: null,
  },
  handling: { code: 'H1', meaning: ['H1: Not to be disclosed.'], marking: 'TLP:AMBER' },
  evaluation: { scheme: 'Europol 4x4', code: 'A4', meaning: ['A: source', '4: information'] },
  scheme: 'test 1',
  exhibits: [{ number: 'HF-001', description: 'forum.sql', size: 1234, sha256: 'ab'.repeat(32) }],
  sites: [{ site: 1, key: 'trains.example', engine: 'phpbb', title: 'Trains #1 *bold* $x$ \\ <b>' }],
  evidence_until: '2024-03-01T12:00:00Z',
  databases: ['an open database, 2026-06-17'],
  subjects: [
    {
      subject: 'subject:1:7',
      name: 'Zwaluw 🦊 漢 “#let x = 1” Ω',
      position: 1,
      band: 'high',
      points: 31.5,
      possible: 44,
      safeguarding: true,
      why: 'A move to a private channel.',
      place: 'Probably the Netherlands.',
      last_seen_at: '2024-03-01T12:00:00Z',
      statements: [
        {
          n: 1,
          about: 'account',
          text: 'Account “Zwaluw” on trains.example.',
          evaluation: 'A4',
          because: ['persona:1:7'],
        },
      ],
    },
  ],
  further: [],
  sources: [{ id: 'persona:1:7', exhibit: 'HF-001', path: 'forum.sql', offset: 10, length: 20 }],
  removed: [{ n: 1, subject: 'subject:1:7', what: 'password hashes', why: 'Never exported.' }],
}
