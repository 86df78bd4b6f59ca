import type { Asked, Mark, Page } from './visits.ts'

/** Seconds that a line may be before or after the row it made: a request is logged at its beginning or its end. */
export const window = 10

/** Which pages make which rows. */
const makers: Readonly<Record<Mark['kind'], readonly Page['kind'][]>> = {
  session: ['login'],
  post: ['write'],
  message: ['message', 'write'],
  // Some software sends both forms to one address.
  registration: ['register', 'login'],
  action: ['post', 'write', 'edit', 'report', 'message', 'login', 'register'],
  edit: ['edit'],
  report: ['report'],
  failed: ['login'],
}

/**
 * Gives each mark to the one line that can have made it: of the right page, naming the same topic or board or post, and
 * nearest in time. Two lines of different programs that are equally near make it nobody's.
 */
export function assign(lines: readonly Asked[], marks: readonly Mark[]): void {
  const sent = lines.filter((l) => l.page?.post).sort((a, b) => a.at - b.at)
  const sessions = new Map(marks.filter((m) => m.kind === 'session').map((m): [string, Mark] => [m.id, m]))
  const found = new Map<Asked, Mark[]>()
  const add = (line: Asked, mark: Mark): void => {
    const list = found.get(line)
    if (list) list.push(mark)
    else found.set(line, [mark])
  }
  for (const line of lines) {
    const mark = line.page?.session ? sessions.get(line.page.session) : undefined
    if (mark) add(line, mark)
  }
  for (const mark of marks) {
    const line = nearest(sent, mark)
    if (line) add(line, mark)
  }
  for (const [line, list] of found) line.marks = list
}

function nearest(sent: readonly Asked[], mark: Mark): Asked | null {
  let best: Asked | null = null
  let shared = false
  for (let i = firstFrom(sent, mark.at - window); i < sent.length && sent[i]!.at <= mark.at + window; i++) {
    const line = sent[i]!
    if (!fits(line.page!, mark)) continue
    const order = best === null ? -1 : nearness(line, mark) - nearness(best, mark)
    if (order < 0) {
      best = line
      shared = false
    } else if (order === 0 && best !== null && line.agent !== best.agent) shared = true
  }
  return shared ? null : best
}

function fits(page: Page, mark: Mark): boolean {
  if (!makers[mark.kind].includes(page.kind)) return false
  if (mark.kind === 'edit' || mark.kind === 'report') return page.about === null || page.about === mark.about
  if (mark.kind !== 'post') return true
  if (page.topic !== null) return mark.topic === null || page.topic === mark.topic
  return page.board === null || mark.board === null || page.board === mark.board
}

/** Distance in time; a redirect, which follows success, counts as nearer than the same second's other answers. */
function nearness(line: Asked, mark: Mark): number {
  const redirect = line.status >= 300 && line.status < 400
  const elsewhere = mark.kind === 'registration' && line.page?.kind === 'login'
  return Math.abs(line.at - mark.at) + (redirect === (mark.kind === 'failed') ? 0.5 : 0) + (elsewhere ? 2 : 0)
}

function firstFrom(sent: readonly Asked[], at: number): number {
  let [low, high] = [0, sent.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sent[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}
