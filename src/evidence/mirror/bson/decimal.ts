/** A decimal of 128 bits as text (IEEE 754-2008, binary integer form; BSON specification, "decimal128"). */
export function decimalText(low: bigint, high: bigint): string {
  const sign = high >> 63n ? '-' : ''
  const kind = Number((high >> 58n) & 0x1fn)
  if (kind === 0x1f) return 'NaN'
  if (kind === 0x1e) return `${sign}Infinity`
  // The form whose digits begin with 100 is larger than any decimal: it counts as zero.
  const large = kind >> 3 === 3
  const exponent = Number((high >> (large ? 47n : 49n)) & 0x3fffn) - 6176
  const value = large ? 0n : ((high & 0x1_ffff_ffff_ffffn) << 64n) | low
  const digits = (value >= 10n ** 34n ? 0n : value).toString()
  const scale = exponent + digits.length - 1
  if (exponent > 0 || scale < -6) {
    const point = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits
    return `${sign}${point}E${scale < 0 ? '' : '+'}${scale}`
  }
  if (exponent === 0) return sign + digits
  const padded = digits.padStart(1 - exponent, '0')
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`
}
