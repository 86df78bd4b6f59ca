import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type * as contract from '../../src/api/contract.ts'
import { smallCase } from './seed.ts'
import { enter, withApp } from './support.ts'

const own = withApp(smallCase)
const path = '/api/dissemination/packages/DC-12-NL-001'
type Rows<T> = contract.Page<T>

test('a package shows what it says beside what was left out', async () => {
  const visitor = await enter(own.app)
  const detail = await visitor.read<contract.PackageDetail>(path)
  expect(detail).toMatchObject({ state: 'draft', statements: 1, removed: 1, country: { name: 'Netherlands' } })
  expect(detail.parts).toEqual([
    {
      subject: { subject: 'subject:1:2', name: 'Fireman' },
      statements: [
        {
          n: 1,
          text: 'Registered from the Netherlands.',
          because: ['sighting:1:member:2:0'],
          trace: 'statement:DC-12-NL-001:1',
        },
      ],
      removed: [{ n: 1, what: 'Names of others', why: 'third parties' }],
    },
  ])
})

test('its files are downloads under their own names, and only while their hashes hold', async () => {
  const visitor = await enter(own.app)
  const json = await visitor.get(`${path}/json`)
  expect(json.headers['content-disposition']).toBe('attachment; filename="DC-12-NL-001.json"')
  expect(json.json()).toEqual({ package: 'DC-12-NL-001' })
  const pdf = await visitor.get(`${path}/pdf`)
  expect([pdf.headers['content-type'], pdf.body]).toEqual(['application/pdf', '%PDF-1.7 a product\n'])
  writeFileSync(join(own.caseDir, 'packages', 'DC-12-NL-001.pdf'), 'changed')
  const changed = await visitor.get(`${path}/pdf`)
  expect([changed.statusCode, changed.headers['content-disposition']]).toEqual([409, undefined])
})

test('a path that leaves the folder of packages is not read', async () => {
  const visitor = await enter(own.app)
  writeFileSync(join(own.caseDir, 'exhibit.bin'), 'evidence')
  await own.database.client.query(`UPDATE dissemination.package SET json_path = 'packages/../exhibit.bin'`)
  const answer = await visitor.get(`${path}/json`)
  expect([answer.statusCode, answer.body.includes('evidence')]).toEqual([409, false])
  await own.database.client.query(`UPDATE dissemination.package SET json_path = 'packages/DC-12-NL-001.json'`)
})

test('a release needs a second person', async () => {
  const first = await enter(own.app, 'A. Archer')
  const second = await enter(own.app, 'B. Baker')
  const proposed = await first.post(`${path}/releases`, { method: 'by hand, sealed', note: 'as agreed' })
  expect(proposed.statusCode).toBe(200)
  const approval = `/api/dissemination/releases/${proposed.json().id}/approval`
  const alone = await first.post(approval)
  expect([alone.statusCode, alone.json().error.reason]).toEqual([409, 'was proposed by A. Archer'])
  expect((await first.read<Rows<contract.PackageRow>>('/api/dissemination/packages?state=proposed')).rows).toHaveLength(
    1,
  )
  expect((await second.post(approval)).statusCode).toBe(200)
  expect((await second.post(approval)).statusCode).toBe(409)
  const detail = await first.read<contract.PackageDetail>(path)
  expect(detail.state).toBe('released')
  expect(detail.releases).toMatchObject([
    { proposedBy: 'A. Archer', approvedBy: 'B. Baker', method: 'by hand, sealed' },
  ])
})

test('outcomes are recorded, counted once a person, and taken back', async () => {
  const visitor = await enter(own.app)
  const given = {
    package: 'DC-12-NL-001',
    subject: 'subject:1:2',
    kind: 'arrest',
    nominalRef: 'N-1',
    happenedOn: '2024-05-02',
  }
  expect((await visitor.post('/api/outcomes', given)).statusCode).toBe(200)
  const twice = await visitor.post('/api/outcomes', { package: 'DC-12-NL-001', kind: 'arrest', nominalRef: 'n-1 ' })
  const headline = await visitor.read<contract.OutcomesHeadline>('/api/outcomes/headline')
  expect(headline.total.arrest).toBe(1)
  expect(headline.byCountry).toMatchObject([{ code: 'NL', name: 'Netherlands', counts: { arrest: 1, conviction: 0 } }])
  const back = `/api/outcomes/${twice.json().id}/withdrawal`
  expect((await visitor.post(back, { reason: 'Reported twice.' })).statusCode).toBe(200)
  expect((await visitor.post(back, { reason: 'Reported twice.' })).statusCode).toBe(409)
  const page = await visitor.read<Rows<contract.Outcome>>('/api/outcomes?package=DC-12-NL-001')
  expect(page.rows).toMatchObject([
    { withdrawn: { reason: 'Reported twice.' } },
    { subject: { name: 'Fireman' }, happenedOn: '2024-05-02', withdrawn: null },
  ])
  expect((await visitor.post('/api/outcomes', { package: 'none', kind: 'arrest' })).statusCode).toBe(409)
  expect((await visitor.post('/api/outcomes', { ...given, happenedOn: '2024-02-31' })).statusCode).toBe(400)
})

test('looking at a person leaves an entry in the access log, with who, when and why', async () => {
  const visitor = await enter(own.app, 'C. Carter')
  const why = { 'x-holdfast-why': encodeURIComponent('request 7 – é') }
  await visitor.get('/api/identity/subjects/subject%3A1%3A2', why)
  await visitor.get('/api/identity/subjects/subject%3A1%3A2/timeline')
  await visitor.get('/api/forum/sites/1/members/2')
  await visitor.get('/api/forum/sites/1/members/2/messages')
  await visitor.get('/api/forum/sites/1/messages/1')
  await visitor.get(`${path}/json`)
  await visitor.post('/api/forum/opened', { site: 1, place: 'post', id: '5' })
  const mine = await visitor.read<Rows<contract.AccessRow>>('/api/govern/access?who=C.%20Carter')
  expect(mine.rows.map((row) => [row.what, row.why])).toEqual([
    ['post:1:5/opened', null],
    ['package:DC-12-NL-001/json', null],
    ['message:1:1', null],
    ['member:1:2/messages', null],
    ['member:1:2', null],
    ['subject:1:2/timeline', null],
    ['subject:1:2', 'request 7 – é'],
  ])
  expect(mine.rows[0]?.at).toBe('2024-06-01T12:00:00Z')
  const subject = await visitor.read<Rows<contract.AccessRow>>(
    '/api/govern/access?what=subject%3A1%3A2&who=C.%20Carter&limit=1',
  )
  const older = await visitor.read<Rows<contract.AccessRow>>(
    `/api/govern/access?what=subject%3A1%3A2&who=C.%20Carter&limit=1&after=${subject.next}`,
  )
  expect([...subject.rows, ...older.rows].map((row) => row.what)).toEqual(['subject:1:2/timeline', 'subject:1:2'])
  expect(older.next).toBeNull()
})
