/** A run of bytes inside a row, counted from the row's first byte. */
export interface Run {
  readonly start: number
  readonly end: number
}

/**
 * What a password hash or a session key looks like, wherever it stands: crypt(3) and PHC strings, and quoted or tagged
 * hexadecimal of the lengths of MD5, SHA-1 and SHA-256. Used beside the columns that an adapter declares secret, so that
 * a modified schema does not show what it should not.
 */
const shapes = [
  /\$(?:2[abxy]?|argon2(?:id?|d)|H|P|S|1|5|6|CP|pbkdf2[a-z0-9-]*)\$[^'"<\s,)]{8,}/g,
  // What an address in a log line carries: session identifiers, and passwords of forms sent by GET.
  /(?<=[?&;](?:sid|phpsessid|sessionhash|session_id|sessid|access_token|token|password|passwd|pass|pwd)=)[^&\s"';<]+/gi,
  /(?<=[?&;]s=)[0-9a-f]{20,}/gi,
  /(?<=['">])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9A-F]{32}|[0-9A-F]{40})(?=['"<])/g,
]

/** The runs of a row that look like secrets. */
export function secretLooking(bytes: Buffer): readonly Run[] {
  const text = bytes.toString('latin1')
  return shapes.flatMap((shape) =>
    [...text.matchAll(shape)].map((m) => ({ start: m.index, end: m.index + m[0].length })),
  )
}

/** A copy of the bytes with secrets overwritten by spaces-wide marks, how many were, and which. */
export function mask(
  bytes: Buffer,
  declared: readonly Run[],
): { readonly bytes: Buffer; readonly masked: number; readonly hidden: (i: number) => boolean } {
  const copy = Buffer.from(bytes)
  const hiddenBytes = new Uint8Array(bytes.length)
  for (const { start, end } of [...declared, ...secretLooking(bytes)]) hiddenBytes.fill(1, start, end)
  let masked = 0
  for (let i = 0; i < copy.length; i++) {
    if (hiddenBytes[i] === 0) continue
    copy[i] = 0x2a
    masked += 1
  }
  return { bytes: copy, masked, hidden: (i) => hiddenBytes[i] === 1 }
}
