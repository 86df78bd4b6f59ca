import { isIP } from 'node:net'
import { type MailTime, mailTime } from './times.ts'

/** One step of a message's way, as the server that took it states it. */
export interface Hop {
  readonly header: string
  readonly fromHost: string | null
  readonly fromAddress: string | null
  readonly byHost: string | null
  readonly stated: string | null
  readonly time: MailTime | null
}

/** Headers in which servers and web mailers state the address of who sent a message. */
const originating = new Set([
  'x-originating-ip',
  'x-sender-ip',
  'x-client-ip',
  'x-remote-ip',
  'x-real-ip',
  'x-sourceip',
  'x-php-originating-ip',
  'x-webmail-client-ip',
])

/** More steps than this are no way that a message went. */
const mostHops = 100
const longest = 1000

/** The steps of a message's way in the order of its headers, the last first (RFC 5321, section 4.4). */
export function hopsOf(headers: readonly { readonly key: string; readonly value: string }[]): readonly Hop[] {
  const hops: Hop[] = []
  for (const { key, value } of headers) {
    if (hops.length >= mostHops) break
    if (key === 'received') hops.push(received(value.slice(0, longest * 2)))
    else if (originating.has(key)) {
      const fromAddress = addressIn(value.slice(0, 200))
      if (fromAddress !== null)
        hops.push({ header: key, fromHost: null, fromAddress, byHost: null, stated: null, time: null })
    }
  }
  return hops
}

function received(value: string): Hop {
  const semicolon = value.lastIndexOf(';')
  const stated =
    semicolon < 0
      ? null
      : value
          .slice(semicolon + 1)
          .trim()
          .slice(0, 100)
  const way = (semicolon < 0 ? value : value.slice(0, semicolon)).slice(0, longest)
  const by = /(?:^|\s)by\s+(\S{1,255})/i.exec(way)
  const from = way.slice(0, by === null ? way.length : by.index)
  return {
    header: 'received',
    fromHost: hostIn(from),
    fromAddress: addressIn(from),
    byHost: by === null ? null : by[1]!.replace(/[;,()]+$/, ''),
    stated: stated || null,
    time: stated === null ? null : mailTime(stated),
  }
}

function hostIn(from: string): string | null {
  const host = /(?:^|\s)from\s+(\S{1,255})/i.exec(from)?.[1]?.replace(/[;,()]+$/, '')
  return host === undefined || host === '' || host.startsWith('[') ? null : host
}

/** The address that connected: servers write it in brackets, the connecting program's own claim comes before it. */
function addressIn(text: string): string | null {
  let found: string | null = null
  for (const [, bracketed, bare] of text.matchAll(
    /\[(?:IPv6:)?([0-9A-Fa-f.:]{2,45})\]|(?:^|[\s(=])([0-9A-Fa-f.:]{2,45})(?=[\s);]|$)/gi,
  )) {
    const address = bracketed ?? bare!
    if (isIP(address) !== 0 && (bracketed !== undefined || found === null)) found = address
  }
  return found
}
