import { expect, test } from 'vitest'
import { numericIp, packedAddress, unmapped } from '../../src/forum/packed.ts'

const cell = { hint: null, find: () => undefined }

test.each([
  ['c000020a', '192.0.2.10'],
  ['20010db8000000000000000000000004', '2001:db8::4'],
  ['00000000000000000000ffffc000020a', '192.0.2.10'],
  ['À\u0000\u0002\n', '192.0.2.10'],
  ['À␀\u0002\n', '192.0.2.10'],
  ['Ã©€ž', '195.169.128.158'],
  ['é\u0002\n', '195.169.2.10'],
  ['192.0.2.10', '192.0.2.10'],
  [Buffer.from('192.0.2.10').toString('hex'), '192.0.2.10'],
  [' 2001:db8::4 ', '2001:db8::4'],
  ['\\xc000020a', '192.0.2.10'],
  ['\\x', null],
  ['', null],
  ['not an address', 'not an address'],
  ['abc', 'abc'],
])('%j is the address %j', (stored, address) => {
  expect(packedAddress(stored)).toBe(address)
})

test.each([
  ['::ffff:192.0.2.10', '192.0.2.10'],
  ['::FFFF:c000:20a', '192.0.2.10'],
  ['0:0:0:0:0:ffff:c000:020a', '192.0.2.10'],
  ['2001:db8::4', '2001:db8::4'],
])('%s is read as %s', (stored, address) => {
  expect(unmapped.by(stored, cell)).toBe(address)
})

test.each([
  ['3221225994', '192.0.2.10'],
  ['-1073741302', '192.0.2.10'],
  ['16777216', '1.0.0.0'],
  ['0', null],
  ['99999999999', '99999999999'],
  ['192.0.2.10', '192.0.2.10'],
])('the number %s is the address %j', (stored, address) => {
  expect(numericIp.by(stored, cell)).toBe(address)
})
