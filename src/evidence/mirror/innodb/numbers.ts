/** Numbers and times as InnoDB stores them, as text that MySQL writes of them. */

/** An integer of 1 to 8 bytes, the highest first; of signed ones the sign bit is turned over. */
export function integer(bytes: Uint8Array, from: number, to: number, signed: boolean): string {
  const length = to - from
  if (length <= 6) {
    let n = 0
    for (let i = from; i < to; i++) n = n * 256 + bytes[i]!
    return String(signed ? n - 2 ** (8 * length - 1) : n)
  }
  let n = 0n
  for (let i = from; i < to; i++) n = (n << 8n) | BigInt(bytes[i]!)
  return String(signed ? n - (1n << BigInt(8 * length - 1)) : n)
}

/** The same without its sign, as a number. */
export function plain(bytes: Uint8Array, from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) n = n * 256 + bytes[i]!
  return n
}

/** A FLOAT or DOUBLE, with so many decimals where the column has a number of them. */
export function real(bytes: Uint8Array, from: number, to: number, decimals: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, to - from)
  const wide = to - from === 8
  const value = wide ? view.getFloat64(0, true) : view.getFloat32(0, true)
  if (!Number.isFinite(value)) return String(value)
  if (decimals >= 0 && decimals < 31) return value.toFixed(decimals)
  return realText(wide ? value : sixDigits(value))
}

/** A FLOAT has six digits when it is shown; one just between two goes to the even one, other than in JavaScript. */
function sixDigits(value: number): number {
  const exact = /^(-?)(\d)\.(\d{5})50*e(.*)$/.exec(value.toExponential(40))
  if (exact === null) return Number(value.toPrecision(6))
  const [, sign, first, rest, power] = exact
  const digits = Number(`${first}${rest}`)
  return Number(`${sign}${digits + (digits % 2)}e${Number(power) - 5}`)
}

/** How MySQL writes a floating-point number: without exponent up to 15 digits before the point, or where more stand behind it (MySQL source, dtoa.cc, my_gcvt). */
export function realText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '0', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  const digits = mantissa.replace(/[-.]/g, '').length
  if (exponent >= -15 && (exponent < 15 || digits > exponent + 1)) {
    const text = String(value)
    return text.includes('e') ? value.toFixed(Math.min(100, digits - 1 - exponent)) : text
  }
  return `${mantissa}e${exponent}`
}

/** Bytes that a remainder of decimal digits takes (MySQL source, strings/decimal.cc, dig2bytes). */
const digitBytes = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4]

/** Bytes that a DECIMAL takes. */
export function decimalBytes(precision: number, scale: number): number {
  const whole = precision - scale
  const part = (n: number): number => Math.floor(n / 9) * 4 + digitBytes[n % 9]!
  return part(whole) + part(scale)
}

/** A DECIMAL: groups of nine digits, of negative numbers all bits turned over; null for digits that are none. */
export function decimal(bytes: Uint8Array, from: number, to: number, precision: number, scale: number): string | null {
  if (to - from !== decimalBytes(precision, scale) || to === from) return null
  const negative = (bytes[from]! & 0x80) === 0
  const raw = Uint8Array.from(bytes.subarray(from, to))
  raw[0]! ^= 0x80
  if (negative) for (let i = 0; i < raw.length; i++) raw[i]! ^= 0xff
  const whole = precision - scale
  const sizes = [
    ...(whole % 9 > 0 ? [whole % 9] : []),
    ...Array.from({ length: Math.floor(whole / 9) }, () => 9),
    ...Array.from({ length: Math.floor(scale / 9) }, () => 9),
    ...(scale % 9 > 0 ? [scale % 9] : []),
  ]
  let [at, digits] = [0, '']
  for (const size of sizes) {
    const length = digitBytes[size]!
    const group = String(plain(raw, at, at + length))
    if (group.length > size) return null
    digits += group.padStart(size, '0')
    at += length
  }
  const head = digits.slice(0, whole).replace(/^0+/, '') || '0'
  return `${negative ? '-' : ''}${head}${scale > 0 ? `.${digits.slice(whole)}` : ''}`
}

const two = (n: number): string => String(n).padStart(2, '0')

/** A DATE: year, four bits of month, five of day. */
export function date(bytes: Uint8Array, from: number, to: number): string {
  const n = plain(bytes, from, to) & 0x7fffff
  return `${String(n >> 9).padStart(4, '0')}-${two((n >> 5) & 15)}-${two(n & 31)}`
}

function fraction(value: number, digits: number): string {
  if (digits === 0) return ''
  const width = 2 * Math.ceil(digits / 2)
  return `.${String(value).padStart(width, '0').slice(0, digits)}`
}

/** A DATETIME of MySQL 5.6 and later (MySQL manual, "Date and Time Data Type Representation"). */
export function datetime(bytes: Uint8Array, from: number, to: number, digits: number): string {
  const packed = plain(bytes, from, from + 5) - 0x80_0000_0000
  const n = Math.abs(packed)
  const [day, seconds] = [Math.floor(n / 2 ** 17), n % 2 ** 17]
  const month = Math.floor(day / 32)
  const time = `${two(seconds >> 12)}:${two((seconds >> 6) & 63)}:${two(seconds & 63)}`
  const text = `${String(Math.floor(month / 13)).padStart(4, '0')}-${two(month % 13)}-${two(day % 32)} ${time}`
  return `${packed < 0 ? '-' : ''}${text}${fraction(plain(bytes, from + 5, to), digits)}`
}

/** A TIMESTAMP, in UTC. */
export function timestamp(bytes: Uint8Array, from: number, to: number, digits: number): string {
  const seconds = plain(bytes, from, from + 4)
  const rest = fraction(plain(bytes, from + 4, to), digits)
  if (seconds === 0) return `0000-00-00 00:00:00${rest}`
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}${rest}`
}

/** A TIME: hours, minutes and seconds with the fraction behind them as one number around the middle of its range. */
export function time(bytes: Uint8Array, from: number, to: number, digits: number): string {
  const width = to - from
  const n = plain(bytes, from, to) - 2 ** (8 * width - 1)
  const unit = 2 ** (8 * (width - 3))
  const whole = Math.floor(Math.abs(n) / unit)
  const text = `${two((whole >> 12) & 1023)}:${two((whole >> 6) & 63)}:${two(whole & 63)}`
  return `${n < 0 ? '-' : ''}${text}${fraction(Math.abs(n) % unit, digits)}`
}
