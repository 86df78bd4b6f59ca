import { combinedReader } from './combined.ts'
import { BadDeclaration, declaredReader } from './declaration.ts'
import { w3cReader } from './declared.ts'
import { errorReader } from './error.ts'
import { agent, failure, type LineReader, noZone, openLine, referer, remark, request, textOf, vhost } from './line.ts'

/** The formats that are told by their lines; `other` needs a declaration. */
export type WebLogFormat = 'common' | 'combined' | 'vhost-combined' | 'error' | 'w3c' | 'other'

/** The name of this kind of file in evidence.file. */
export const webLogSource = 'web-log'

const mostLines = 200

/** Whether a file that begins with these bytes (unpacked) is a web server's log, and of which format; null for anything else. */
export function detectWebLog(head: Uint8Array, _name: string): { readonly format: WebLogFormat } | null {
  const lines = headLines(Buffer.from(head.buffer, head.byteOffset, head.length))
  if (lines.length === 0) return null
  const format = w3c(lines) ?? family(lines) ?? errors(lines) ?? other(lines)
  return format ? { format } : null
}

/** The reader of a format; `state` is what an earlier reader of the same file left. */
export function openFormat(format: WebLogFormat, declaration: string | null, state: string | null): LineReader | null {
  if (declaration !== null) return declaredReader(declaration)
  if (format === 'w3c') return w3cReader(state)
  if (format === 'error') return errorReader
  return format === 'other' ? null : combinedReader
}

/** Why a declaration cannot be followed, null when it can. */
export function declarationFault(declaration: string): string | null {
  try {
    declaredReader(declaration)
    return null
  } catch (error) {
    if (error instanceof BadDeclaration) return error.message
    throw error
  }
}

/** The first whole lines that are not blank; a run of NUL bytes before them is what a crash leaves. */
function headLines(head: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let at = 0
  while (at < head.length && head[at] === 0) at++
  if (head[at] === 0xef && head[at + 1] === 0xbb && head[at + 2] === 0xbf) at += 3
  while (at < head.length && lines.length < mostLines) {
    let end = head.indexOf(10, at)
    // A line that the head cuts off says nothing, unless it is all there is.
    if (end < 0 && lines.length > 0) break
    if (end < 0) end = head.length
    const to = end > at && head[end - 1] === 13 ? end - 1 : end
    if (to > at) lines.push(head.subarray(at, to))
    at = end + 1
  }
  return lines
}

function w3c(lines: readonly Buffer[]): WebLogFormat | null {
  const text = lines.slice(0, 10).map((l) => l.toString('latin1'))
  const fields = text.find((l) => /^#Fields:/i.test(l))
  return text[0]!.startsWith('#') && fields && /\bc-ip\b|\bcs-method\b|\bcs-uri/i.test(fields) ? 'w3c' : null
}

function family(lines: readonly Buffer[]): WebLogFormat | null {
  const line = openLine()
  let [read, hosts, referers, wrong] = [0, 0, 0, 0]
  for (const bytes of lines) {
    line.bytes = bytes
    if (combinedReader.read(line, 0, bytes.length) !== request) {
      if (++wrong * 2 > lines.length) return null
      continue
    }
    read++
    if (textOf(line, vhost) !== null) hosts++
    if (textOf(line, referer) !== null || textOf(line, agent) !== null || endsQuoted(bytes)) referers++
  }
  return hosts * 2 > read ? 'vhost-combined' : referers * 2 > read ? 'combined' : 'common'
}

/** `"-" "-"` at the end: there is a place for referer and agent. */
function endsQuoted(bytes: Buffer): boolean {
  return bytes[bytes.length - 1] === 0x22
}

function errors(lines: readonly Buffer[]): WebLogFormat | null {
  const line = openLine()
  let [read, wrong] = [0, 0]
  for (const bytes of lines) {
    line.bytes = bytes
    const verdict = errorReader.read(line, 0, bytes.length)
    if (verdict === failure && line.zone === noZone) read++
    else if (verdict !== remark && ++wrong * 2 > lines.length) return null
  }
  return read > 0 && read * 5 >= lines.length && wrong <= read ? 'error' : null
}

/** Lines that each hold a time and a request, in an order that only the server's configuration tells. */
function other(lines: readonly Buffer[]): WebLogFormat | null {
  const time = /\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|\b1\d{9}(?:\.\d{3})?\b/
  const asked = /\b(?:GET|POST|HEAD|PUT|OPTIONS|PROPFIND) (?:\/|https?:\/\/)/
  const some = lines.slice(0, 50)
  let [like, wrong] = [0, 0]
  for (const bytes of some) {
    const text = bytes.toString('latin1', 0, 4096)
    if (time.test(text) && asked.test(text)) like++
    else if (++wrong * 10 > some.length * 2) return null
  }
  return like >= 2 ? 'other' : null
}
