import type { ArtefactKind, Span } from '../../model/artefact.ts'
import { dottedWords, hasKnownTop } from '../hosts.ts'
import { isLetter } from '../letters.ts'
import { mark, marksOf } from '../marks.ts'
import { handleValue, linkPlaces, type Service, serviceNamed, serviceOfCue, services } from '../services.ts'
import { apart, spanAt } from '../spans.ts'

const oneOf = (words: readonly string[]) =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.?*+^$()[\]{}|\\/]/g, '\\$&'))
    .join('|')
/** Without the `u` flag, which costs ten times as much; `isLetter` sees to the borders of words that are not ASCII. */
const cue = new RegExp(`(?:${oneOf(services.flatMap((service) => service.cues))})`, 'gi')
const linkEnd = /[^\s/?&#"'<>()[\]{},;|]{1,100}/y
/** What people put between the service and the handle, in the languages met so far. */
const filler =
  'name|naam|nom|nombre|nome|nazwa|nimi|имя|όνομα|id|ид|nick|nickname|ник|handle|user|username|usuario|utilisateur|utente|gebruiker|gebruikersnaam|benutzername|benutzer|użytkownik|account|acc|konto|cuenta|compte|conto|аккаунт|number|nummer|nr|no|num|número|номер|contact|kontakt|profile|profil|профиль|me|tag|uin|address|adres|adresse|is|ist|es|est|è|jest|это|είναι|at|under|as|als'
const after = new RegExp(
  `(?:[ \\t]?[-–]?[ \\t]?(?:${filler})(?![\\p{L}\\p{N}_])\\.?){0,3}[ \\t]{0,2}([:=]|#|[-–—]>?|→)?[ \\t]{0,2}(?=[\\p{L}\\p{N}@"'“„«_.*~])["'“„«]?(@?[^\\s"'“”„«»<>()\\[\\]{},;|/@?&][^\\s"'“”„«»<>()\\[\\]{},;|/?&]{1,99})`,
  'iuy',
)
const number =
  /(?:[ \t]?[-–]?[ \t]?(?:uin|number|nummer|nr|no|номер|id|is|ist)(?![\p{L}\p{N}_])\.?){0,3}[ \t]{0,2}([:=#]|[-–—])?[ \t]{0,2}(\d{2,}(?:[ .-]?\d){2,8})(?![\p{L}\p{N}])/iuy
const leading = '[ \\t](?:(?:on|over|via|auf|bei|op|sur|en|su|na|w|в|στο|at)[ \\t](?:my[ \\t])?|\\()$'
const leads = new RegExp(leading, 'iu')
const before = new RegExp(`(?<![^\\s"'“„«(,;:/])(@?[\\p{L}\\p{N}_][\\p{L}\\p{N}_.#@+-]{1,78})${leading}`, 'iu')
const alone = /(?<![\p{L}\p{N}_])(?:05[0-9a-f]{64}|[0-9a-f]{76})(?![\p{L}\p{N}_])/giu
const atName =
  /(?<![\p{L}\p{N}_@/.])@[a-z0-9._=+-]{1,64}[:@][a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}(?![\p{L}\p{N}_])/giu
const stop = new Set(
  'account add again always also and anytime ask available broken call calls chat contact down free group handle here info its link maybe message name none not now only other please pls pm please same send sorry text thanks there this too user username video well with works would yes your'.split(
    ' ',
  ),
)

/** A digit, a separator or a capital inside: what words of prose do not have. */
function handleLike(token: string): boolean {
  return /\p{L}/u.test(token) && (/[\p{L}\p{N}][._-][\p{L}\p{N}]|[0-9_#]/u.test(token) || /\p{Ll}\p{Lu}/u.test(token))
}

function trimmed(token: string): string {
  return token.replace(/[^\p{L}\p{N}_]+$/u, '')
}

function span(service: Service, start: number, token: string): Span | null {
  return spanAt(start, token, handleValue(service, token))
}

function afterCue(text: string, service: Service, at: number): Span | null {
  const numeric = service.name === 'icq' || service.name === 'qq'
  const form = numeric ? number : after
  form.lastIndex = at
  const match = form.exec(text)
  if (match === null) return null
  const token = trimmed(match[2]!)
  const start = at + match[0].length - match[2]!.length
  const said = match[1] === ':' || match[1] === '=' || match[1] === '#'
  if (numeric) return said || token.replace(/\D/g, '').length >= 6 ? span(service, start, token) : null
  const named = token.startsWith('@')
  if (stop.has(token.toLowerCase())) return null
  if (service.ordinary && !named && !(said && handleLike(token))) return null
  if (!named && !handleLike(token)) {
    const last = start + token.length
    if (!said || !/^[.:!?…'*-]*["'”»]?\s*(?:$|[\n,;/|)\]])/u.test(text.slice(last, last + 6))) return null
  }
  if (!named && !said && /^(?:https?|www)\b/i.test(token)) return null
  return span(service, start, token)
}

function beforeCue(text: string, service: Service, cueAt: number): Span | null {
  if (!leads.test(text.slice(Math.max(0, cueAt - 10), cueAt))) return null
  const from = Math.max(0, cueAt - 100)
  const match = before.exec(text.slice(from, cueAt))
  const token = match?.[1]
  if (match === null || token === undefined || (!token.startsWith('@') && !handleLike(token))) return null
  return span(service, from + match.index, token)
}

function inLink(text: string, start: number, host: string): Span | null {
  if (text.charCodeAt(start + host.length) !== 47) return null
  for (const { service, path } of linkPlaces(host)) {
    const at = start + host.length + path.length
    if (text.slice(start + host.length, at).toLowerCase() !== path) continue
    linkEnd.lastIndex = at
    const token = trimmed(linkEnd.exec(text)?.[0] ?? '')
    return service.notHandles?.includes(token.toLowerCase()) ? null : span(service, at, token)
  }
  return null
}

/** Whether a service is named so that a handle may follow; ordinary words need a sign beside them. */
function named(marks: number): boolean {
  return (
    (marks & mark.service) !== 0 ||
    ((marks & mark.ordinary) !== 0 && (marks & (mark.bracket | mark.at | mark.sign)) !== 0)
  )
}

function* find(text: string): Generator<Span> {
  const marks = marksOf(text)
  const spans: (Span | null)[] = []
  if (named(marks)) {
    for (const match of text.matchAll(cue)) {
      const before = match.index - 1
      if (text.charCodeAt(before) === 64 || isLetter(text, before) || isLetter(text, match.index + match[0].length))
        continue
      const service = serviceOfCue(match[0].toLowerCase())
      // Two capitals may share a small letter that no cue has: a Greek word may end in another sigma.
      if (service === null) continue
      spans.push(afterCue(text, service, match.index + match[0].length) ?? beforeCue(text, service, match.index))
    }
  }
  if (marks & (mark.dot | mark.link)) {
    for (const { start, raw } of dottedWords(text)) spans.push(inLink(text, start, raw))
  }
  if (marks & mark.run) {
    for (const match of text.matchAll(alone))
      spans.push(span(serviceNamed(match[0].length === 66 ? 'session' : 'tox')!, match.index, match[0]))
  }
  if (marks & mark.at) {
    for (const match of text.matchAll(atName)) {
      const [, service, host] = /^@[^:@]+([:@])(.*)$/.exec(match[0])!
      if (hasKnownTop(host!.toLowerCase()))
        spans.push(span(serviceNamed(service === ':' ? 'matrix' : 'fediverse')!, match.index, match[0]))
    }
  }
  yield* apart(spans)
}

/** `service:handle`, from that form itself, from a link, or from words that name the service. */
function normalise(raw: string): string | null {
  const text = raw.trim()
  if (text.length > 300) return null
  const parts = /^([a-z]+):(.+)$/is.exec(text)
  const service = parts === null ? null : serviceNamed(parts[1]!.toLowerCase())
  if (service !== null) return handleValue(service, parts![2]!)
  const [only, ...more] = [...find(text)]
  return only !== undefined && more.length === 0 ? only.value : null
}

/** A name or number on a messenger or social service. */
export const handle: ArtefactKind = {
  name: 'handle',
  about:
    'Names and numbers on messengers and social services, as service:handle. In prose only beside a word or link that names the service.',
  pivot: true,
  examples: {
    yes: [
      ['telegram: @Anna_Rails', 'telegram:anna_rails'],
      ['https://t.me/anna_rails', 'telegram:anna_rails'],
      ['Skype: live.vignet', 'skype:live.vignet'],
      ['ICQ# 100-007-919', 'icq:100007919'],
      ['add me on kik jolly_gardener7', 'kik:jolly_gardener7'],
      ['@tulip_anna auf Instagram', 'instagram:tulip_anna'],
      ['мой скайп: anna.rails', 'skype:anna.rails'],
      ['jabber: anna@chat.rails.example', 'jabber:anna@chat.rails.example'],
      ['Discord: tulip#0042', 'discord:tulip#0042'],
      ['threema ID: AB12CD34', 'threema:AB12CD34'],
      ['@anna:rails.example', 'matrix:@anna:rails.example'],
      ['@anna@social.rails.example', 'fediverse:anna@social.rails.example'],
    ],
    no: [
      'anna_rails',
      'telegram is down again',
      'add me on skype please',
      'my skype is broken',
      'the signal: weak',
      'Skype 8.99 is out',
      'https://t.me/joinchat/AAAA',
      'session: closed',
      'in line with the rails',
      'the aim: to grow tulips',
    ],
  },
  hint: (text) => (marksOf(text) & (mark.dot | mark.link | mark.run | mark.at)) !== 0 || named(marksOf(text)),
  find,
  normalise,
  specificity: (value) => {
    const name = value.slice(value.indexOf(':') + 1)
    if (/^(?:admin|anon|anonymous|guest|info|me|none|nobody|support|test|user)\d{0,2}$/.test(name)) return 0.05
    if (/^(?:session|tox|threema|matrix|jabber|fediverse|icq|qq):/.test(value)) return 0.95
    return name.length <= 3 ? 0.3 : name.length <= 5 ? 0.6 : 0.9
  },
}
