/** Writes tar as POSIX.1-2001 has it: ustar headers, pax records for names and sizes that do not fit. Every entry is a plain file of 1970, its owner's alone. */

const block = 512
/** The largest size eleven octal digits hold. */
const largest = 8 ** 11 - 1

/** What stands before an entry's bytes. */
export function tarHeader(name: Uint8Array, size: number): Buffer {
  const plain = name.length <= 100 && name.every((byte) => byte >= 0x20 && byte < 0x7f)
  if (plain && size <= largest) return header(name, size, '0')
  const records = Buffer.concat([
    ...(plain ? [] : [record('path', name)]),
    ...(size <= largest ? [] : [record('size', Buffer.from(String(size)))]),
  ])
  const short = plain ? name : Buffer.from(`long-name-of-${name.length}-bytes`)
  return Buffer.concat([
    header(Buffer.from('pax-header'), records.length, 'x'),
    records,
    tarPadding(records.length),
    header(short, Math.min(size, largest), '0'),
  ])
}

/** What stands after an entry's bytes. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block)
}

/** What ends an archive. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * block)
}

function header(name: Uint8Array, size: number, type: string): Buffer {
  const out = Buffer.alloc(block)
  out.set(name, 0)
  const put = (text: string, at: number): void => void out.write(text, at, 'latin1')
  put('0000600\0', 100)
  put('0000000\0', 108)
  put('0000000\0', 116)
  put(`${size.toString(8).padStart(11, '0')}\0`, 124)
  put('00000000000\0', 136)
  put('        ', 148)
  put(type, 156)
  put('ustar\x0000', 257)
  const sum = out.reduce((total, byte) => total + byte, 0)
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return out
}

/** A pax record: its length counts its own digits. */
function record(key: string, value: Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')])
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return Buffer.concat([Buffer.from(String(length)), rest])
}
