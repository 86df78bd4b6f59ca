import { expect, test } from 'vitest'
import { fieldsOf, isHandle, renamed } from '../../src/forum/handles.ts'

test.each(['icq', 'ICQ number', 'Skype name', 'telegram', 'Discord-ID', 'jabber'])(
  '%s says how to reach a member',
  (name) => {
    expect(isHandle(name)).toBe(true)
  },
)

test.each(['location', 'baan', 'website', 'signalman'])('%s does not', (name) => {
  expect(isHandle(name)).toBe(false)
})

test('no two fields of a member have one name', () => {
  const fields = { field_1: 'a', field_2: 'b', field_3: 'c', field_4: 'd', field_5: ' ' }
  const names = { field_1: 'Baan', field_2: 'Baan', field_3: 'website', field_4: '(field_2) Baan' }
  const found = renamed(JSON.stringify(fields), JSON.stringify(names), true, new Set(['website']))
  expect(found).toEqual([
    ['Baan', 'a'],
    ['(field_2) Baan', 'b'],
    ['(field_3) website', 'c'],
    ['(field_4) (field_2) Baan', 'd'],
  ])
  expect(renamed('{"useroption5":"1"}', '{}', false)).toEqual([])
})

test('a field that the software has too is told apart', () => {
  const row = { member: '3', _fields: '{"location":"x","baan":"y"}' }
  expect(fieldsOf(row, new Set(['location']))).toEqual([
    { member: '3', field: 'field:location', value: 'x' },
    { member: '3', field: 'baan', value: 'y' },
  ])
})
