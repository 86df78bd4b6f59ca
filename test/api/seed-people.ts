import type { ClientBase } from 'pg'
import { time } from './seed-time.ts'
import { at, insert, product } from './support.ts'

/** Selectors, subjects, why they are one, where they may be, and what was weighed. */
export async function people(db: ClientBase): Promise<void> {
  const selector = { specificity: 0.9, first_at: time(0), last_at: time(30) }
  await insert(db, 'artefacts.selector', [
    { ...selector, kind: 'email', value: 'fireman@mail.example', sightings: 2, personas: 2 },
    { ...selector, kind: 'email', value: 'guard@mail.example', sightings: 1, personas: 1 },
    { ...selector, kind: 'ipv4', value: '192.0.2.1', sightings: 3, personas: 2, specificity: 0.4 },
  ])
  const sighting = { site: 1, relation: 'registered-with', kind: 'email', value: 'fireman@mail.example' }
  await insert(db, 'artefacts.sighting', [
    { ...sighting, place: 'member', place_id: '2', n: 0, member: '2', seen_at: time(0), ...at(0) },
    {
      ...sighting,
      place: 'post',
      place_id: '5',
      n: 0,
      member: '3',
      relation: 'wrote',
      raw: 'Whistle',
      span_start: 4,
      span_end: 11,
      seen_at: time(20),
      ...at(44),
    },
  ])
  const rollup = {
    site: 1,
    kind: 'email',
    value: 'fireman@mail.example',
    sightings: 1,
    first_at: time(0),
    last_at: time(20),
  }
  await insert(db, 'artefacts.persona_selector', [
    { ...rollup, member: '2', relation: 'registered-with' },
    { ...rollup, member: '3', relation: 'wrote' },
  ])
  await insert(db, 'jurisdiction.network', [
    { ip: '192.0.2.1', country: 'NL', asn: 64500, network: 'Example Net', database: 'iptoasn 2024-01' },
  ])
  const subject = { last_seen_at: time(101), why: 'One e-mail address.' }
  await insert(db, 'identity.subject', [
    { ...subject, subject: 'subject:1:2', name: 'Fireman', personas: 2 },
    { ...subject, subject: 'subject:1:4', name: 'Stoker', personas: 1 },
    { ...subject, subject: 'subject:1:5', name: 'Guard', personas: 1, last_seen_at: null },
  ])
  await insert(db, 'identity.subject_persona', [
    { site: 1, member: '2', subject: 'subject:1:2' },
    { site: 1, member: '3', subject: 'subject:1:2' },
    { site: 1, member: '4', subject: 'subject:1:4' },
    { site: 1, member: '5', subject: 'subject:1:5' },
  ])
  const pair = { site_a: 1, member_a: '2', site_b: 1 }
  await insert(db, 'identity.link', [
    { ...pair, link: 'link:1:2:1:3', member_b: '3', weight: 9.5, state: 'joined' },
    { ...pair, link: 'link:1:2:1:4', member_b: '4', weight: 1.5, state: 'possible' },
  ])
  await insert(db, 'identity.term', [
    {
      link: 'link:1:2:1:3',
      n: 0,
      comparison: 'same-email',
      weight: 11,
      detail: 'both registered with one address',
      because: ['sighting:1:member:2:0'],
    },
    {
      link: 'link:1:2:1:3',
      n: 1,
      comparison: 'language',
      weight: -1.5,
      detail: 'they write two languages',
      because: [],
    },
  ])
  const place = { probability: 0.9, conflict: false, why: 'An address in the Netherlands.' }
  await insert(db, 'jurisdiction.place', [
    { ...place, subject: 'subject:1:2', country: 'NL', rank: 1 },
    { ...place, subject: 'subject:1:2', country: 'BE', rank: 2, probability: 0.1 },
    { ...place, subject: 'subject:1:4', country: 'DE', rank: 1, probability: 0.5 },
  ])
  await insert(db, 'jurisdiction.signal', [
    {
      subject: 'subject:1:2',
      n: 0,
      kind: 'ip',
      country: 'NL',
      weight: 3,
      detail: '192.0.2.1 lies there',
      as_of: '2024-01',
      because: ['sighting:1:member:2:0'],
    },
  ])
  await insert(db, 'risk.scheme', [{ scheme: 'order 1', definition: JSON.stringify({ factors: [] }) }])
  const assessed = { scheme: 'order 1', possible: 60, unknowns: 1, why: 'Because of its posts.' }
  await insert(db, 'risk.assessment', [
    { ...assessed, subject: 'subject:1:4', points: 20, band: 'medium', safeguarding: true, position: 1 },
    { ...assessed, subject: 'subject:1:2', points: 40, band: 'high', safeguarding: false, position: 2 },
    { ...assessed, subject: 'subject:1:5', points: 2, band: 'low', safeguarding: false, position: 3 },
  ])
  await insert(db, 'risk.factor', [
    {
      subject: 'subject:1:2',
      factor: 'staff',
      state: 'present',
      points: 30,
      detail: 'Moderates a board',
      because: ['member:1:2'],
    },
    { subject: 'subject:1:2', factor: 'volume', state: 'present', points: 10, detail: 'Ten posts', because: [] },
    { subject: 'subject:1:2', factor: 'recency', state: 'unknown', points: 0, detail: 'No times', because: [] },
  ])
  await insert(db, 'risk.term', [
    { list: 'L', term: 'whistle', category: 'c', weight: 1, loaded_by: 'A', loaded_at: time(0) },
  ])
  await insert(db, 'links.edge', [
    { site: 1, member_a: '2', member_b: '3', kind: 'message', n: 1, first_at: time(30), last_at: time(30) },
    { site: 1, member_a: '2', member_b: '4', kind: 'message', n: 4, first_at: time(32), last_at: time(33) },
  ])
}

/** One package with its files. */
export async function products(db: ClientBase, caseDir: string): Promise<void> {
  const json = product(caseDir, 'DC-12-NL-001.json', '{"package":"DC-12-NL-001"}\n')
  const pdf = product(caseDir, 'DC-12-NL-001.pdf', '%PDF-1.7 a product\n')
  await insert(db, 'dissemination.package', [
    {
      package: 'DC-12-NL-001',
      country: 'NL',
      recipient: 'National police, Netherlands',
      subjects: 1,
      handling: 'H1',
      evaluation: 'B2',
      scheme: 'Europol 4x4',
      json_path: json.path,
      json_sha256: json.sha256,
      pdf_path: pdf.path,
      pdf_sha256: pdf.sha256,
    },
  ])
  await insert(db, 'dissemination.statement', [
    {
      package: 'DC-12-NL-001',
      n: 1,
      subject: 'subject:1:2',
      text: 'Registered from the Netherlands.',
      because: ['sighting:1:member:2:0'],
    },
  ])
  await insert(db, 'dissemination.removed', [
    { package: 'DC-12-NL-001', n: 1, subject: 'subject:1:2', what: 'Names of others', why: 'third parties' },
  ])
}
