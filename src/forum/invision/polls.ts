import { createHash } from 'node:crypto'
import { type Made, type Reader, source } from '../forum.ts'
import { decodeEntities } from '../markup/entities.ts'
import { type PhpValue, unserialize } from '../php.ts'

/** A list as pairs, whichever of its two forms it is stored in. */
type Pairs = readonly (readonly [string, unknown])[]

const mostOptions = 1000

/** What Invision keeps as JSON since its fourth version and as PHP's serialize() before. */
function listOf(text: string): Pairs | null {
  const php = unserialize(text)?.value
  if (Array.isArray(php)) return php as Pairs
  try {
    return pairsOf(JSON.parse(text) as unknown)
  } catch {
    return null
  }
}

function pairsOf(value: unknown): Pairs {
  if (Array.isArray(value)) {
    // A PHP list is an array of pairs already; JSON's is numbered here.
    const php = value.every((v) => Array.isArray(v) && v.length === 2 && typeof v[0] === 'string')
    return php ? (value as Pairs) : value.map((v, i) => [String(i), v] as const)
  }
  return value !== null && typeof value === 'object' ? Object.entries(value) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The choices of a poll under `question.choice`; before 2.1 one question, each choice as number, label and count. */
export function choicesOf(text: string): readonly { option: string; label: string; votes: string | null }[] | null {
  const questions = listOf(text)
  if (questions === null) return null
  return questions
    .flatMap(([number, body]) => {
      const question = new Map(pairsOf(body as PhpValue))
      const choices = question.get('choice')
      if (choices === undefined)
        return [
          { option: textOf(question.get('0')), label: textOf(question.get('1')), votes: textOf(question.get('2')) },
        ]
      const counts = new Map(pairsOf(question.get('votes')))
      const title = textOf(question.get('question'))
      const several = questions.length > 1 && title !== ''
      return pairsOf(choices).map(([choice, label]) => ({
        option: `${number}.${choice}`,
        label: several ? `${title}: ${textOf(label)}` : textOf(label),
        votes: textOf(counts.get(choice)) || null,
      }))
    })
    .filter(({ option }) => option !== '')
    .slice(0, mostOptions)
}

/** What one member chose, under the same names. */
export function chosenOf(text: string): readonly string[] | null {
  const questions = listOf(text)
  if (questions === null) return null
  const chosen = questions.flatMap(([question, choices]) => {
    const several =
      typeof choices === 'object' ? pairsOf(choices).map(([, choice]) => textOf(choice)) : [textOf(choices)]
    return several.filter((choice) => choice !== '').map((choice) => `${question}.${choice}`)
  })
  return [...new Set(chosen)].slice(0, mostOptions)
}

/** A vote's number: whose it is and for what, as a digest, since one row may hold several. */
function numberOf(name: string): string {
  return BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 15)}`).toString()
}

/** Choices of polls; `topic` is SQL for the topic a poll `d` belongs to, `joins` what it needs. */
export function options(table: string, topic: string, joins = ''): Reader {
  return {
    entity: 'poll_option',
    from: table,
    key: ['pid'],
    none: 'polls without choices, or that belong to no topic',
    sql: `SELECT ${source}, ${topic} AS topic, d.choices AS _choices FROM ${table} d ${joins}`,
    each: (row, find) => {
      if (!row.topic || !row._choices) return []
      const choices = choicesOf(row._choices)
      if (choices === null) find('unreadable-list', `The choices of the poll in topic ${row.topic} could not be read.`)
      const seen = new Set<string>()
      return (choices ?? []).flatMap(({ option, label, votes }): Made[] => {
        if (seen.has(option)) return []
        seen.add(option)
        return [{ topic: row.topic ?? null, option, label: decodeEntities(label), votes }]
      })
    },
  }
}

/** Votes; a row holds what one member chose of every question. */
export function votes(table: string, topic: string, joins = ''): Reader {
  return {
    entity: 'poll_vote',
    from: table,
    key: ['vid'],
    none: 'votes that say no choice, or that belong to no topic',
    sql: `SELECT ${source}, d.vid AS _vid, ${topic} AS topic, nullif(d.member_id, '0') AS member, d.ip_address AS ip, d.member_choices AS _choices
      FROM ${table} d ${joins}`,
    each: (row, find) => {
      if (!row.topic) return []
      const made = (option: string): Made => ({
        n: numberOf(`${row._vid} ${option}`),
        topic: row.topic ?? null,
        option,
        member: row.member ?? null,
        ip: row.ip ?? null,
      })
      if (!row._choices) return [made('')].filter(({ member, ip }) => member !== null || ip !== null)
      const chosen = chosenOf(row._choices)
      if (chosen === null) find('unreadable-list', `The choices of a vote in topic ${row.topic} could not be read.`)
      return (chosen ?? []).map(made)
    },
  }
}
