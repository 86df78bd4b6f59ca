/** What each post and message says. Texts follow from (seed, site, index), so one can be made again to be quoted. */
import type { Account, Site } from './account.ts'
import { contact, contactKinds, preferredKinds } from './contacts.ts'
import { html, type Piece } from './markup.ts'
import { alsoTo, type MessagePlan } from './plan-messages.ts'
import { flag, type PostPlan } from './plan-posts.ts'
import { fill, paragraph, sentence } from './prose.ts'
import { hashBelow, pick, pickSkewed, pickZipf, purpose, type Rng, stream } from './random.ts'
import type { Notes, Story } from './story.ts'
import { codeSentences, everydayTerms, urgentSentences, urgentTerm } from './words/codes.ts'
import { languages } from './words/index.ts'
import type { Language, Theme } from './words/language.ts'
import { webHosts } from './words/names.ts'

const keys = {
  body: purpose('post-body'),
  style: purpose('post-style'),
  title: purpose('title'),
  tongue: purpose('topic-language'),
  message: purpose('message-body'),
  files: purpose('files'),
}
const emoji = ['1f682', '1f33b', '1f426', '1f44d', '1f64f', '1f4ec', '1f331', '1f600']
const smileys = [':)', ';)', ':D', ':-)']
const hole = '\u0001'

/** The language and theme of a topic: its board's, or its opener's, or English. */
function tongue(story: Story, plan: PostPlan, topic: number): readonly [Language, Theme] {
  const board = plan.boards[plan.topicBoard[topic]!]!
  const opener = plan.accounts[plan.authors[plan.topicFirst[topic]!]!]!
  const own = hashBelow(story.seed, keys.tongue + plan.site, topic, 7) === 0
  return [languages[board.language ?? (own ? opener.language : 0)]!, board.theme]
}

/** The title of a topic, as its opener typed it. */
export function topicTitle(story: Story, plan: PostPlan, topic: number): string {
  if (topic === 0) return 'Welcome to the junction'
  const rng = stream(story.seed, keys.title + plan.site, topic)
  const [language, theme] = tongue(story, plan, topic)
  const title = fill(rng, pickSkewed(rng, language.titles), language, theme)
  return rng.chance(0.01) ? `${title} 🚂` : title
}

/** A title or name as phpBB stores it. */
export const stored = html

function mainText(story: Story, plan: PostPlan, k: number): string {
  const rng = stream(story.seed, keys.body + plan.site, k)
  const [language, theme] = tongue(story, plan, plan.topics[k]!)
  return paragraph(rng, language, theme, 6)
}

/** Names of the files attached to a post or message. */
export function fileNames(story: Story, place: 'post' | 'message', k: number): readonly string[] {
  const rng = stream(story.seed, keys.files + (place === 'post' ? 0 : 1), k)
  const names = [
    `IMG_${1000 + rng.below(9000)}.jpg`,
    `foto_${rng.below(90)}.png`,
    `plan ${rng.below(40)} (kopie).png`,
    `schets-é${rng.below(20)}.png`,
    `list_${2000 + rng.below(24)}.pdf`,
    `archive${rng.below(400)}.zip`,
    `DSC0${1000 + rng.below(9000)}.JPG`,
  ]
  const count = rng.chance(0.85) ? 1 : 2 + rng.below(2)
  return Array.from({ length: count }, () => pickZipf(rng, names))
}

interface Writing {
  readonly site: Site
  readonly place: 'post' | 'message'
  readonly id: number
  readonly who: Account
  readonly bits: number
  readonly language: Language
  readonly theme: Theme
}

/** A sentence that passes a value on, and its note. */
function moveOn(story: Story, rng: Rng, w: Writing, notes: Notes | null): readonly Piece[] {
  const { who, site, place, id, language } = w
  const preferred = preferredKinds(story.seed, who.contactKey, who.net.country)
  const kind = w.bits & flag.firstMove ? preferred[0]! : pickZipf(rng, preferred)
  const { value, written } = contact(story.seed, who.contactKey, who.net.country, kind)
  const [before, after] = fill(rng, pick(rng, language.moves[contactKinds[kind]]), language, w.theme, {
    v: hole,
  }).split(hole)
  const spelled = kind === 'email' && (w.bits & flag.firstMove) === 0 && rng.chance(0.08)
  const note = { site, place, id, user_id: who.userId, kind, value }
  notes?.moves.push(spelled ? { ...note, obfuscated: true } : note)
  const text = spelled ? value.replace('@', ' [at] ').replace('.example', ' [dot] example') : written
  const piece: Piece =
    !spelled && (kind === 'email' || kind === 'jabber')
      ? { is: 'email', email: value }
      : kind === 'onion' || kind === 'url'
        ? { is: 'url', url: value, label: null }
        : text
  const rest = kind === 'jabber' && !spelled ? ' (Jabber)' : ''
  return [`\n\n${before}`, piece, `${rest}${after ?? ''}`]
}

function codeTalk(rng: Rng, w: Writing, notes: Notes | null): string {
  const urgent = (w.bits & flag.urgent) !== 0
  const term = urgent ? urgentTerm : pickZipf(rng, everydayTerms)
  const { site, place, id, who } = w
  notes?.[urgent ? 'urgent' : 'codes'].push({ site, place, id, user_id: who.userId, term })
  const text = fill(rng, pick(rng, urgent ? urgentSentences : codeSentences), languages[0]!, w.theme, { c: term })
  return `\n\n${text}`
}

/** Now and then a mark-up more than plain sentences. */
function ornament(rng: Rng, w: Writing): readonly Piece[] {
  const { language, theme } = w
  const u = rng.unit()
  if (u < 0.03) return [' ', { is: 'bold', text: sentence(rng, language, theme) }]
  if (u < 0.05) return [' ', { is: 'italic', text: sentence(rng, language, theme) }]
  if (u < 0.065) return ['\n\n', { is: 'list', items: [0, 1, 2].map(() => sentence(rng, language, theme)) }]
  if (u < 0.075)
    return [
      '\n\n',
      { is: 'code', text: `CV${rng.below(60)} = ${rng.below(255)}; CV${rng.below(60)} = "${rng.below(9)}"` },
    ]
  if (u < 0.1) {
    const url = `https://${pick(rng, webHosts)}/${theme}/${rng.below(90_000)}${rng.chance(0.2) ? `?size=large&view=gallery&from=${rng.below(99_999)}` : ''}`
    return [
      ' ',
      { is: 'url', url, label: rng.chance(0.4) ? sentence(rng, language, theme).replace(/[[\]]/g, '') : null },
    ]
  }
  if (u < 0.14) return [' ', { is: 'emoji', code: pick(rng, emoji) }]
  if (u < 0.2) return [' ', { is: 'smiley', text: pick(rng, smileys) }]
  if (u < 0.24) return [` <-- ${rng.below(900)} & more, see C:\\plans\\${rng.below(90)}`]
  if (u < 0.4) return [`\n\n${paragraph(rng, language, theme, 3)}`]
  return []
}

function decorate(
  story: Story,
  rng: Rng,
  w: Writing,
  opening: readonly Piece[],
  body: string,
  notes: Notes | null,
  files: readonly string[],
): readonly Piece[] {
  const { language } = w
  const out: Piece[] = [...opening]
  out.push(rng.chance(0.12) ? `${pick(rng, language.greetings)}\n\n${body}` : body, ...ornament(rng, w))
  if (w.bits & flag.move) out.push(...moveOn(story, rng, w, notes))
  if (w.bits & (flag.code | flag.urgent)) out.push(codeTalk(rng, w, notes))
  if (rng.chance(0.1)) out.push(`\n\n${pick(rng, language.closings)}`)
  files.forEach((name, index) => {
    if (rng.chance(0.5)) out.push('\n', { is: 'attachment', name, index })
  })
  return merged(out)
}

/** Neighbouring strings joined, so that a text without mark-up is one string. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const out: Piece[] = []
  for (const piece of pieces) {
    const last = out.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') out[out.length - 1] = last + piece
    else if (piece !== '') out.push(piece)
  }
  return out
}

/** The `k`-th post of a board; with `notes`, what it plants is noted down. */
export function postPieces(story: Story, plan: PostPlan, k: number, notes: Notes | null): readonly Piece[] {
  const rng = stream(story.seed, keys.style + plan.site, k)
  const who = plan.accounts[plan.authors[k]!]!
  const bits = plan.flags[k]!
  const [language, theme] = tongue(story, plan, plan.topics[k]!)
  const w: Writing = { site: plan.site, place: 'post', id: plan.ids[k]!, who, bits, language, theme }
  const opening: Piece[] = []
  if (bits & flag.quote) {
    const j = rng.chance(0.7) ? plan.before[k]! : plan.topicFirst[plan.topics[k]!]!
    const cited = plan.accounts[plan.authors[j]!]!
    const text = mainText(story, plan, j)
    const author = cited.username.replaceAll('&amp;', '&')
    opening.push({
      is: 'quote',
      author,
      post: plan.ids[j]!,
      time: plan.times[j]!,
      user: cited.userId,
      text: text.slice(0, 60 + rng.below(160)).trim(),
    })
  }
  const files = bits & flag.attached ? fileNames(story, 'post', k) : []
  return decorate(story, rng, w, opening, mainText(story, plan, k), notes, files)
}

/** The language two members write to each other in. */
function shared(a: Account, b: Account): Language {
  return languages[a.language === b.language ? a.language : 0]!
}

const themes: readonly Theme[] = ['rail', 'garden', 'birds', 'stamps']

/** The subject of a private message, as typed. */
export function messageSubject(story: Story, plan: MessagePlan, k: number): string {
  const root = plan.root[k]!
  const rng = stream(story.seed, keys.title + 3, root)
  const language = shared(plan.accounts[plan.from[root]!]!, plan.accounts[plan.to[root]!]!)
  const title = fill(rng, pickSkewed(rng, language.titles), language, pick(rng, themes))
  return root === k ? title : `Re: ${title}`
}

/** The `k`-th private message. */
export function messagePieces(story: Story, plan: MessagePlan, k: number, notes: Notes | null): readonly Piece[] {
  const rng = stream(story.seed, keys.message, k)
  const who = plan.accounts[plan.from[k]!]!
  const language = shared(who, plan.accounts[plan.to[k]!]!)
  const theme = pick(rng, themes)
  const w: Writing = { site: 1, place: 'message', id: k + 1, who, bits: plan.flags[k]!, language, theme }
  const opening: Piece[] = alsoTo(story.seed, plan, k).length > 0 ? [`${pick(rng, language.greetings)}\n`] : []
  const files = w.bits & flag.attached ? fileNames(story, 'message', k) : []
  return decorate(story, rng, w, opening, paragraph(rng, language, theme, 6), notes, files)
}
