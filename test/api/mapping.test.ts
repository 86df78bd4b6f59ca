import { expect, test } from 'vitest'
import type * as contract from '../../src/api/contract.ts'
import { greenhouse } from '../forum/mapping/greenhouse.ts'
import { seize } from '../support/mirror.ts'
import { enter, withApp } from './support.ts'

const own = withApp((db) => seize(db, 1, greenhouse()))
const path = '/api/evidence/mappings'

test('unread tables come with what they may be; a confirmed mapping is checked, put into force and taken back', async () => {
  const visitor = await enter(own.app)
  const { unread, inForce } = await visitor.read<contract.Mappings>(path)
  expect([unread?.exhibit, unread?.prefix, unread?.tables.length, inForce]).toEqual([1, 'gw_', 6, []])
  expect(unread?.roles.member.filter((r) => r.needed).map((r) => r.name)).toEqual(['id', 'name'])
  const people = unread?.tables.find((t) => t.name === 'gw_benutzer')
  expect(people?.examples).toContainEqual({ column: 'mail', value: 'fern@garten.example' })
  expect(people?.examples.map((e) => e.column)).not.toContain('passwort_hash')
  const mapping = { ...unread!.mapping, name: 'greenhouse' }
  expect(mapping.entities.length).toBeGreaterThan(3)

  const checks = (await visitor.post(`${path}/check`, { mapping })).json() as readonly contract.MappingCheck[]
  expect(checks[0]?.entities.every((e) => e.read > 0 && e.trouble === null)).toBe(true)
  expect((await own.database.client.query('SELECT name FROM forum.mapping')).rows).toEqual([])

  expect((await visitor.post(path, { mapping })).json()).toMatchObject({ stale: ['forum.recognise', 'forum.rebuild'] })
  expect((await visitor.read<contract.Mappings>(path)).inForce).toMatchObject([{ by: 'A. Archer', mapping }])
  // What it reads is no longer unread.
  expect((await visitor.read<contract.Mappings>(path)).unread).toBeNull()

  expect((await visitor.post(`${path}/greenhouse/withdrawal`)).statusCode).toBe(200)
  expect((await visitor.post(`${path}/greenhouse/withdrawal`)).statusCode).toBe(404)
  expect((await own.database.client.query('SELECT name FROM forum.mapping')).rows).toEqual([])
})

test('a mapping with a fault is refused in words', async () => {
  const visitor = await enter(own.app)
  const answer = await visitor.post(path, { mapping: { format: 'holdfast-mapping/1', name: 'x y', entities: [] } })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().error.reason).toMatch(/small letters/)
})
