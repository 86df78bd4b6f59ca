import { type Step, stepReader, type Use, uses } from './declared.ts'
import type { LineReader } from './line.ts'

/** Directives of Apache's mod_log_config, "Custom Log Formats". */
const apache: Readonly<Record<string, Use>> = {
  h: uses.client,
  a: uses.client,
  u: uses.user,
  t: uses.bracketed,
  r: uses.request,
  m: uses.method,
  U: uses.path,
  q: uses.query,
  s: uses.status,
  b: uses.size,
  B: uses.size,
  O: uses.size,
  v: uses.vhost,
  V: uses.vhost,
}
const apacheNamed: Readonly<Record<string, Use>> = {
  'i referer': uses.referer,
  'i user-agent': uses.agent,
  'i x-forwarded-for': uses.forwarded,
  'i x-real-ip': uses.forwarded,
  'i cf-connecting-ip': uses.forwarded,
  'i host': uses.vhost,
  'a c': uses.client,
  't sec': uses.seconds,
  't msec': uses.milliseconds,
  't usec': uses.microseconds,
  't %d/%b/%y:%h:%m:%s %z': uses.clf,
  't %y-%m-%dt%h:%m:%s%z': uses.iso,
  't %y-%m-%d %h:%m:%s': uses.iso,
  't %f %t': uses.iso,
}

/** Variables of nginx's ngx_http_log_module and ngx_http_core_module. */
const nginx: Readonly<Record<string, Use>> = {
  remote_addr: uses.client,
  realip_remote_addr: uses.skip,
  remote_user: uses.user,
  time_local: uses.clf,
  time_iso8601: uses.iso,
  msec: uses.seconds,
  request: uses.request,
  request_method: uses.method,
  request_uri: uses.target,
  uri: uses.path,
  document_uri: uses.path,
  args: uses.query,
  query_string: uses.query,
  status: uses.status,
  body_bytes_sent: uses.size,
  bytes_sent: uses.size,
  http_referer: uses.referer,
  http_user_agent: uses.agent,
  http_x_forwarded_for: uses.forwarded,
  http_x_real_ip: uses.forwarded,
  http_cf_connecting_ip: uses.forwarded,
  host: uses.vhost,
  http_host: uses.vhost,
  server_name: uses.vhost,
}

/** A declaration that cannot be followed: what is wrong with it. */
export class BadDeclaration extends Error {}

/**
 * The reader for a format as a server's configuration declares it: Apache's `LogFormat "…" name` or nginx's `log_format
 * name '…' '…';`, or only the format itself.
 */
export function declaredReader(declaration: string): LineReader {
  const format = unwrap(declaration)
  const steps = /%[<>!{\w]/.test(format) ? apacheSteps(format) : nginxSteps(format)
  const values = steps.filter((s) => 'use' in s)
  if (values.length === 0) throw new BadDeclaration('it names no value')
  if (steps.some((s, i) => 'use' in s && steps[i + 1] && 'use' in steps[i + 1]!))
    throw new BadDeclaration('two values stand side by side with nothing between them')
  return stepReader(steps)
}

/** The format alone, without the directive around it, its quotes, and the backslashes before quotes. */
function unwrap(declaration: string): string {
  const text = declaration.trim().replace(/;$/, '')
  const apacheLine = /^(?:LogFormat|CustomLog\s+\S+)\s+"((?:[^"\\]|\\.)*)"/is.exec(text)
  if (apacheLine) return plain(apacheLine[1]!)
  const nginxLine = /^log_format\s+\S+\s+(?:escape=\w+\s+)?(.*)$/is.exec(text)
  if (!nginxLine) return plain(text)
  const parts = [...nginxLine[1]!.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s'"]+)/g)]
  return plain(parts.map((p) => p[1] ?? p[2] ?? p[3] ?? '').join(''))
}

function plain(text: string): string {
  return text.replaceAll('\\"', '"').replaceAll("\\'", "'").replaceAll('\\t', '\t')
}

function apacheSteps(format: string): Step[] {
  return stepsOf(format, /%(?:[!<>\d,]*)(?:\{([^}]*)\})?(\^?[A-Za-z%]{1,2}?)/g, (match) => {
    const [, name, letter] = match
    if (letter === '%') return '%'
    if (name === undefined) return apache[letter!] ?? uses.skip
    const found = apacheNamed[`${letter} ${name.toLowerCase()}`]
    if (letter === 't' && !found) throw new BadDeclaration(`the time format {${name}} is none that can be read`)
    return found ?? uses.skip
  })
}

function nginxSteps(format: string): Step[] {
  return stepsOf(format, /\$(?:\{(\w+)\}|(\w+))/g, (match) => nginx[(match[1] ?? match[2])!] ?? uses.skip)
}

function stepsOf(format: string, directive: RegExp, meaning: (match: RegExpExecArray) => Use | string): Step[] {
  const steps: Step[] = []
  let words = ''
  let at = 0
  for (const match of format.matchAll(directive)) {
    words += format.slice(at, match.index)
    at = match.index + match[0].length
    const what = meaning(match as RegExpExecArray)
    if (typeof what === 'string') words += what
    else {
      if (words) steps.push({ words })
      words = ''
      steps.push({ use: what })
    }
  }
  words += format.slice(at)
  if (words) steps.push({ words })
  return steps
}
