import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unserialize } from '../../src/forum/php.ts'

test.each([
  ['i:-5;', -5],
  ['d:0.5;', 0.5],
  ['b:1;', true],
  ['N;', null],
  ['s:3:"é1";', 'é1'],
  ['s:4:"a"b;";', 'a"b;'],
  [
    'a:2:{i:0;s:1:"x";s:1:"k";a:0:{}}',
    [
      ['0', 'x'],
      ['k', []],
    ],
  ],
  ['O:8:"stdClass":1:{s:1:"a";i:1;}', [['a', 1]]],
])('%s', (text, value) => {
  expect(unserialize(text)).toEqual({ value })
})

test.each([
  '',
  'i:5',
  's:9:"x";',
  'a:1:{',
  'a:1:{i:0;}',
  'i:5;i:6;',
  'x:1;',
  's:-1:"";',
  'a:1:{'.repeat(100_000),
  'a:99999999:{}',
])('no value: %.20s', (text) => {
  expect(unserialize(text)).toBeNull()
})

test('arbitrary text never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'aisObNd:;"{}0123456789xé'.split('')), maxLength: 60 }),
      (text) => {
        unserialize(text)
      },
    ),
  )
})
