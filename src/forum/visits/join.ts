import { assign } from './assign.ts'
import type { Asked, Failure, Joined, Mark, Visit, Way } from './visits.ts'
import { ways } from './visits.ts'

/** Seconds without a request after which a visit is over. */
const pause = 1800
/** Ids kept as reasons for one visit. */
const mostReasons = 20

/** Whether a log-in worked; null where the answers do not tell. */
export type Answer = (line: Asked) => boolean | null

const order = new Map(ways.map(([way], i): [Way, number] => [way, i]))
const wayOf: Readonly<Record<Exclude<Mark['kind'], 'failed'>, Way>> = {
  session: 'session',
  post: 'post',
  message: 'message',
  registration: 'registration',
  action: 'action',
  edit: 'edit',
  report: 'report',
}

interface Reason {
  readonly member: string
  readonly how: Way
  readonly id: readonly [kind: string, id: string]
  readonly line: Asked
}

/** Lines in a row under one log-in. */
interface Stretch {
  readonly first: Asked
  last: Asked
  count: number
  readonly reasons: Reason[]
}

/**
 * Joins the lines of one address to members. `lines` stand in the order of agent, file and line. A stretch between
 * log-ins belongs to the one member that marks in it name; where they name several, only the marked lines are joined.
 */
export function joinAddress(lines: readonly Asked[], marks: readonly Mark[], answer: Answer): Joined {
  assign(lines, marks)
  const out = {
    visits: [] as Visit[],
    failures: [] as Failure[],
    joined: counter(),
    ambiguous: counter(),
    marked: counter(),
  }
  let stay: Stretch[] = []
  let failed: Asked[] = []
  let last: Asked | null = null
  let fresh = true
  const end = (): void => {
    settle(stay, failed, out)
    stay = []
    failed = []
  }
  for (const line of lines) {
    if (last && (line.agent !== last.agent || line.at - last.at > pause || last.at - line.at > pause)) {
      end()
      fresh = true
    }
    const worked = line.page?.kind === 'login' ? answer(line) : false
    if (line.page?.kind === 'login' && worked === false && !line.marks.some((m) => m.kind === 'registration'))
      failed.push(line)
    const begins =
      fresh ||
      line.file !== last?.file ||
      (line.page?.kind === 'login' && worked !== false) ||
      line.page?.kind === 'register'
    if (begins) stay.push({ first: line, last: line, count: 0, reasons: [] })
    const stretch = stay.at(-1)!
    stretch.last = line
    stretch.count++
    if (line.page !== null) stretch.reasons.push(...reasonsOf(line))
    if (line.marks.length > 0) out.marked.add(line.file, 1)
    fresh = line.page?.kind === 'logout'
    last = line
  }
  end()
  return { ...out, joined: out.joined.map, ambiguous: out.ambiguous.map, marked: out.marked.map }
}

function counter() {
  const map = new Map<number, number>()
  return { map, add: (key: number, n: number): void => void map.set(key, (map.get(key) ?? 0) + n) }
}

function reasonsOf(line: Asked): Reason[] {
  const reasons: Reason[] = []
  for (const { kind, id, member } of line.marks) {
    if (kind === 'failed' || member === null) continue
    // A session's row marks its log-in by time, and every line whose address holds its identifier.
    const how = kind === 'session' && line.page?.session !== id ? 'log-in' : wayOf[kind]
    const place = kind === 'session' ? 'login' : kind === 'registration' ? 'member' : kind === 'edit' ? 'post' : kind
    reasons.push({ member, how, id: [place, id], line })
  }
  if (line.page?.own) reasons.push({ member: line.page.own, how: 'own-page', id: ['member', line.page.own], line })
  return reasons
}

/** The reasons that count: pages of one's own only where nothing better is known, since staff open those of others. */
function telling(reasons: readonly Reason[]): readonly Reason[] {
  const strong = reasons.filter((r) => r.how !== 'own-page')
  return strong.length > 0 ? strong : reasons
}

interface Out {
  readonly visits: Visit[]
  readonly failures: Failure[]
  readonly joined: ReturnType<typeof counter>
  readonly ambiguous: ReturnType<typeof counter>
}

/** What becomes of the stretches of one stay. */
function settle(stay: readonly Stretch[], failed: readonly Asked[], out: Out): void {
  const told = stay.map((s) => telling(s.reasons))
  const members = new Set(told.flatMap((reasons) => reasons.map((r) => r.member)))
  const only = members.size === 1 ? [...members][0]! : null
  for (const line of failed) {
    const record = line.marks.find((m) => m.kind === 'failed')
    out.failures.push({ line, member: only, login: record?.id ?? null })
  }
  if (members.size === 0) return
  if (only !== null) {
    // One member in the whole stay: everything in it, file by file.
    const reasons = told.flat()
    for (const part of byFile(stay)) {
      const own = reasons.filter((r) => r.line.file === part.first.file)
      out.visits.push(visit(only, part, own.length > 0 ? own : reasons, own.length > 0 ? null : 'same-visit'))
      out.joined.add(part.first.file, part.count)
    }
    return
  }
  for (const [i, part] of stay.entries()) {
    const named = new Set(told[i]!.map((r) => r.member))
    if (named.size === 1) {
      out.visits.push(visit([...named][0]!, part, told[i]!, null))
      out.joined.add(part.first.file, part.count)
    } else out.ambiguous.add(part.first.file, part.count - joinSingly(told[i]!, out))
  }
}

/** Joins lines that are named each by itself; says how many. */
function joinSingly(reasons: readonly Reason[], out: Out): number {
  const lines = new Map<Asked, Reason[]>()
  for (const r of reasons) lines.set(r.line, [...(lines.get(r.line) ?? []), r])
  let joined = 0
  for (const [line, own] of lines) {
    if (new Set(own.map((r) => r.member)).size !== 1) continue
    out.visits.push(visit(own[0]!.member, { first: line, last: line, count: 1 }, own, null))
    out.joined.add(line.file, 1)
    joined++
  }
  return joined
}

/** Stretches that follow each other in one file, as one. */
function byFile(stay: readonly Stretch[]): readonly Pick<Stretch, 'first' | 'last' | 'count'>[] {
  const parts: { first: Asked; last: Asked; count: number }[] = []
  for (const { first, last, count } of stay) {
    const before = parts.at(-1)
    if (before?.last.file === first.file) {
      before.last = last
      before.count += count
    } else parts.push({ first, last, count })
  }
  return parts
}

function visit(
  member: string,
  part: Pick<Stretch, 'first' | 'last' | 'count'>,
  reasons: readonly Reason[],
  as: Way | null,
): Visit {
  const best = reasons.reduce((a, b) => (order.get(b.how)! < order.get(a.how)! ? b : a))
  const ids = new Map(reasons.map((r) => [r.id.join(':'), r.id]))
  return {
    member,
    agent: part.first.agent,
    file: part.first.file,
    firstAt: part.first.at,
    lastAt: Math.max(part.first.at, part.last.at),
    firstN: part.first.n,
    lastN: part.last.n,
    requests: part.count,
    how: as ?? best.how,
    because: [...ids.values()].slice(0, mostReasons),
    offset: best.line.file === part.first.file ? best.line.offset : part.first.offset,
    length: best.line.file === part.first.file ? best.line.length : part.first.length,
  }
}
