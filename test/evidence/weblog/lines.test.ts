import { describe, expect, test } from 'vitest'
import { canonicalAddress, isDotted } from '../../../src/evidence/weblog/address.ts'
import { combinedReader } from '../../../src/evidence/weblog/combined.ts'
import { declaredReader } from '../../../src/evidence/weblog/declaration.ts'
import { w3cReader } from '../../../src/evidence/weblog/declared.ts'
import { declarationFault, detectWebLog } from '../../../src/evidence/weblog/detect.ts'
import { errorReader } from '../../../src/evidence/weblog/error.ts'
import * as field from '../../../src/evidence/weblog/line.ts'

const { client, user, method, path, query, referer, agent, vhost, forwarded, extra, level, message } = field
const names = { client, user, method, path, query, referer, agent, vhost, forwarded, extra, level, message }

/** What a reader finds in a line: only what is there. */
function read(reader: field.LineReader, text: string): Record<string, unknown> | string {
  const line = field.openLine()
  line.bytes = Buffer.from(`xx${text}yy`)
  const verdict = reader.read(line, 2, line.bytes.length - 2)
  if (verdict === field.damaged) return 'damaged'
  if (verdict === field.remark) return 'remark'
  const found = Object.entries(names)
    .map(([name, n]) => [name, field.textOf(line, n)])
    .filter(([, value]) => value !== null)
  const at = Number.isNaN(line.seconds) ? null : new Date(line.seconds * 1000 + line.micros / 1000).toISOString()
  return {
    ...Object.fromEntries(found),
    ...(at ? { at } : {}),
    ...(line.zone === field.noZone ? {} : { zone: line.zone }),
    ...(line.status < 0 ? {} : { status: line.status }),
    ...(line.size < 0 ? {} : { size: line.size }),
  }
}

describe('the family of the Common Log Format', () => {
  const head = '192.0.2.7 - - [01/Feb/2023:10:00:02 +0100] '
  const base = { client: '192.0.2.7', at: '2023-02-01T09:00:02.000Z', zone: 60 }
  test.each<[string, Record<string, unknown> | string]>([
    [
      `${head}"GET /index.php HTTP/1.1" 200 13164`,
      { ...base, method: 'GET', path: '/index.php', status: 200, size: 13164 },
    ],
    [
      `${head}"POST /ucp.php?mode=login&sid=ab HTTP/1.1" 302 - "http://stamps.example/a b" "Moz (X; \\"y\\") z"`,
      {
        ...base,
        method: 'POST',
        path: '/ucp.php',
        query: 'mode=login&sid=ab',
        status: 302,
        referer: 'http://stamps.example/a b',
        agent: 'Moz (X; \\"y\\") z',
      },
    ],
    [`${head}"GET / HTTP/1.1" 200 5 "-" "-"`, { ...base, method: 'GET', path: '/', status: 200, size: 5 }],
    [
      `stamps.example:80 2001:db8::7 - rail way [01/Feb/2023:10:00:02 +0000] "GET /a?b?c HTTP/1.0" 404 0 "-" "x"`,
      {
        ...base,
        client: '2001:db8::7',
        vhost: 'stamps.example:80',
        user: 'rail way',
        at: '2023-02-01T10:00:02.000Z',
        zone: 0,
        method: 'GET',
        path: '/a',
        query: 'b?c',
        status: 404,
        size: 0,
        agent: 'x',
      },
    ],
    [
      `${head}"GET /x HTTP/2.0" 200 1 "-" "x" "203.0.113.9" 0.004`,
      {
        ...base,
        method: 'GET',
        path: '/x',
        status: 200,
        size: 1,
        agent: 'x',
        forwarded: '203.0.113.9',
        extra: '0.004',
      },
    ],
    [
      `${head}"GET /x HTTP/2.0" 200 1 "-" "x" "-"`,
      { ...base, method: 'GET', path: '/x', status: 200, size: 1, agent: 'x' },
    ],
    [
      `${head}"GET /x HTTP/2.0" 200 1 "-" "x" "own"`,
      { ...base, method: 'GET', path: '/x', status: 200, size: 1, agent: 'x', extra: '"own"' },
    ],
    [`${head}"\\x16\\x03\\x01" 400 226 "-" "-"`, { ...base, path: '\\x16\\x03\\x01', status: 400, size: 226 }],
    [`${head}"-" 408 - "-" "-"`, { ...base, status: 408 }],
    [`${head}"GET /old" 200 1`, { ...base, method: 'GET', path: '/old', status: 200, size: 1 }],
    [`${head}"GET /a "b" c HTTP/1.1" 200 1`, { ...base, method: 'GET', path: '/a "b" c', status: 200, size: 1 }],
    [
      `host.example - - [29/Feb/2024:23:59:60 -0330] "GET / HTTP/1.1" 200 1`,
      {
        client: 'host.example',
        at: '2024-03-01T03:30:00.000Z',
        zone: -210,
        method: 'GET',
        path: '/',
        status: 200,
        size: 1,
      },
    ],
    [`${head}"GET /index.php HTTP/1.1" 200`, 'damaged'],
    [`${head}"GET /index.php HTTP`, 'damaged'],
    ['192.0.2.7 - - [30/Feb/2023:10:00:02 +0100] "GET / HTTP/1.1" 200 1', 'damaged'],
    ['192.0.2.7 - - [01/Feb/2023:25:00:02 +0100] "GET / HTTP/1.1" 200 1', 'damaged'],
    ['192.0.2.7 - - [01/Foo/2023:10:00:02 +0100] "GET / HTTP/1.1" 200 1', 'damaged'],
    ['no log at all', 'damaged'],
    ['', 'damaged'],
  ])('%s', (text, expected) => {
    const found = read(combinedReader, text)
    if (typeof expected === 'string') expect(found).toBe(expected)
    else expect(found).toEqual(expected)
  })

  test('whatever is cut off or changed, reading ends with a verdict', () => {
    const text = `${head}"GET /a?b HTTP/1.1" 200 12 "http://stamps.example/" "Moz \\" z"`
    for (let i = 0; i < text.length; i++) {
      for (const other of [
        text.slice(0, i),
        `${text.slice(0, i)}"${text.slice(i)}`,
        `${text.slice(0, i)}[${text.slice(i + 1)}`,
        `${text.slice(0, i)}\\${text.slice(i + 1)}`,
      ])
        expect(['object', 'string']).toContain(typeof read(combinedReader, other))
    }
  })
})

describe('error logs', () => {
  test.each<[string, Record<string, unknown> | string]>([
    [
      '[Wed Feb 01 10:00:00.971163 2023] [php:warn] [pid 27312:tid 27312] [client 127.0.0.5:49033] PHP Warning:  a thing, referer: http://garden.example/x',
      {
        client: '127.0.0.5',
        level: 'php:warn',
        message: 'PHP Warning:  a thing',
        referer: 'http://garden.example/x',
        at: '2023-02-01T10:00:00.971Z',
      },
    ],
    [
      '[Wed Feb  1 10:00:00 2023] [error] [client 2001:db8::5] File does not exist: /var/www/x',
      {
        client: '2001:db8::5',
        level: 'error',
        message: 'File does not exist: /var/www/x',
        at: '2023-02-01T10:00:00.000Z',
      },
    ],
    [
      '[Wed Feb 01 10:00:00.5 2023] [core:notice] [pid 1] AH00094: Command line',
      { level: 'core:notice', message: 'AH00094: Command line', at: '2023-02-01T10:00:00.500Z' },
    ],
    [
      '2023/02/01 10:00:00 [error] 12#12: *7 open() "/x" failed (2: No such file), client: 192.0.2.4, server: rail.example, request: "GET /x HTTP/1.1", host: "rail.example", referrer: "http://rail.example/"',
      {
        client: '192.0.2.4',
        level: 'error',
        referer: 'http://rail.example/',
        message:
          '*7 open() "/x" failed (2: No such file), client: 192.0.2.4, server: rail.example, request: "GET /x HTTP/1.1", host: "rail.example", referrer: "http://rail.example/"',
        at: '2023-02-01T10:00:00.000Z',
      },
    ],
    ['PHP Stack trace:', 'remark'],
    ['[Wed Feb 31 10:00:00 2023] [error] x', 'damaged'],
  ])('%s', (text, expected) => expect(read(errorReader, text)).toEqual(expected))
})

describe('formats of the server’s own', () => {
  const request = { client: '192.0.2.4', method: 'GET', path: '/a', query: 'b=1', status: 200, size: 9 }
  test.each<[string, string, Record<string, unknown> | string]>([
    [
      'LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\" %D" timed',
      '192.0.2.4 - - [01/Feb/2023:10:00:02 +0100] "GET /a?b=1 HTTP/1.1" 200 9 "-" "m \\"x\\" y" 1234',
      { ...request, agent: 'm \\"x\\" y', at: '2023-02-01T09:00:02.000Z', zone: 60 },
    ],
    [
      `log_format main '$remote_addr|$time_iso8601|$request_method|$request_uri|$status|'
          '$body_bytes_sent|$http_x_forwarded_for|$request_time';`,
      '192.0.2.4|2023-02-01T10:00:02+01:00|GET|/a?b=1|200|9|203.0.113.7, 10.0.0.1|0.01',
      { ...request, forwarded: '203.0.113.7, 10.0.0.1', at: '2023-02-01T09:00:02.000Z', zone: 60 },
    ],
    [
      '%{X-Forwarded-For}i %a %v [%{%Y-%m-%d %H:%M:%S}t] %m %U %q %s %B',
      '203.0.113.7 192.0.2.4 rail.example [2023-02-01 10:00:02] GET /a ?b=1 200 9',
      { ...request, forwarded: '203.0.113.7', vhost: 'rail.example', at: '2023-02-01T10:00:02.000Z' },
    ],
    [
      '$msec $remote_addr "$request" $status $bytes_sent',
      '1675245602.250 192.0.2.4 "GET /a?b=1 HTTP/1.1" 200 9',
      { ...request, at: '2023-02-01T10:00:02.250Z', zone: 0 },
    ],
    ['%h %u "%r" %s', '192.0.2.4 - "GET /a HTTP/1.1" teapot', 'damaged'],
  ])('%s', (declaration, text, expected) => expect(read(declaredReader(declaration), text)).toEqual(expected))

  test('a declaration that cannot be followed is refused with the reason', () => {
    expect(declarationFault('%h%u')).toContain('side by side')
    expect(declarationFault('nothing here')).toContain('no value')
    expect(declarationFault('%h %{%c}t %r')).toContain('time format')
    expect(declarationFault('%h %u %t "%r"')).toBeNull()
  })

  test('IIS: the fields are those named last, times are GMT', () => {
    const reader = w3cReader(null)
    const lines = [
      '#Software: Microsoft Internet Information Services 10.0',
      '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-bytes',
      '2023-02-01 10:00:02 10.0.0.1 GET /a b=1 443 RAIL\\anna 192.0.2.4 Mozilla/5.0+(X11) - 200 9',
      '#Fields: time date c-ip cs-method cs-uri-stem sc-status',
      '10:00:03 2023-02-01 2001:db8::1 POST /x 302',
      '10:00:03 2023-02-01 2001:db8::1 POST /x',
    ]
    expect(lines.map((l) => read(reader, l))).toEqual([
      'remark',
      'remark',
      { ...request, user: 'RAIL\\anna', agent: 'Mozilla/5.0+(X11)', at: '2023-02-01T10:00:02.000Z', zone: 0 },
      'remark',
      { client: '2001:db8::1', method: 'POST', path: '/x', status: 302, at: '2023-02-01T10:00:03.000Z', zone: 0 },
      'damaged',
    ])
    const later = w3cReader(reader.state())
    expect(read(later, lines[4]!)).toMatchObject({ status: 302 })
  })
})

describe('recognition', () => {
  const common = '192.0.2.7 - - [01/Feb/2023:10:00:02 +0100] "GET /index.php HTTP/1.1" 200 13164'
  test.each<[string | null, string]>([
    ['common', `${common}\n${common}\n`],
    ['combined', `\0\0\0${common} "-" "-"\r\n${common} "-" "x"\n`],
    ['combined', `${common} "-" "-"`],
    ['vhost-combined', `rail.example:80 ${common} "-" "x"\n`],
    [
      'error',
      '[Wed Feb 01 10:00:00.971163 2023] [php:warn] [pid 2:tid 2] [client 127.0.0.5:49033] x\nStack trace:\n#0 y\n',
    ],
    [
      'w3c',
      '#Software: IIS\r\n#Version: 1.0\r\n#Date: 2023-02-01 10:00:00\r\n#Fields: date time c-ip cs-method cs-uri-stem\r\n',
    ],
    ['other', 'a 2023-02-01T10:00:00Z GET /x 200\na 2023-02-01T10:00:01Z POST /x 200\n'],
    [null, '-- MySQL dump 10.13\nINSERT INTO x VALUES (1);\n'],
    [null, ''],
    [null, 'Dear all,\nthe meeting of the railway club is at 10:00.\n'],
    [null, '\x89PNG\r\n\x1a\n\0\0\0'],
  ])('%s', (format, text) => {
    expect(detectWebLog(Buffer.from(text, 'latin1'), 'x.log')?.format ?? null).toBe(format)
  })
})

test('addresses have one form', () => {
  expect(canonicalAddress('2001:0DB8:0:0::7')).toBe('2001:db8::7')
  expect(canonicalAddress('::ffff:192.0.2.4')).toBe('192.0.2.4')
  expect(canonicalAddress('fe80::1%eth0')).toBe('fe80::1')
  expect(canonicalAddress('host.example')).toBeNull()
  expect(canonicalAddress('10.0.0.0/8')).toBeNull()
  const dotted = (text: string) => isDotted(Buffer.from(text), 0, text.length)
  expect(['192.0.2.4', '0.0.0.0', '255.255.255.255'].map(dotted)).toEqual([true, true, true])
  expect(['192.0.2', '192.0.2.256', '192.0.02.4', '192.0.2.4.5', '1..2.3', '::1'].map(dotted)).toEqual(
    Array(6).fill(false),
  )
})
