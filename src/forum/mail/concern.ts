import { isAutomatic, linksOf, type Notice, namedBy, programOf, purposeOf, signsOf } from './notices.ts'

/** A message as far as it is asked whom of a board it concerns. */
export interface Letter {
  readonly exhibit: number
  readonly file: number
  readonly n: number
  readonly messageId: string | null
  /** Seconds since 1970, null where the message states no time. */
  readonly at: number | null
  readonly text: string
  readonly marks: Readonly<Record<string, readonly string[]>>
  readonly addresses: readonly { readonly role: string; readonly address: string }[]
  /** Steps of its way, the last first. */
  readonly hops: readonly {
    readonly header: string
    readonly fromHost: string | null
    readonly fromAddress: string | null
  }[]
  /** Messages of the same subject and text. */
  readonly alike: number
}

/** A member whose address stands in a message. */
export interface Addressed {
  readonly member: string
  /** Where the board keeps the address: the account's own, or a field or log line that held it. */
  readonly kept: 'account' | 'profile' | 'log'
  readonly joinedAt: number | null
}

/** What is known of a board and its mail. */
export interface Board {
  readonly engine: string
  readonly key: string
  /** Host names of the board and the domains they belong to. */
  readonly hosts: ReadonlySet<string>
  /** The board's own mailboxes, as its settings name them. */
  readonly mailboxes: ReadonlySet<string>
  /** Members by address in lower case. */
  readonly members: ReadonlyMap<string, readonly Addressed[]>
  /** Whether an account of this number exists. */
  readonly isMember: (id: string) => boolean
}

/** How a message concerns one member: a row of forum.mail. */
export interface Concern {
  readonly member: string | null
  readonly direction: 'to' | 'from'
  readonly byBoard: boolean
  readonly notice: Notice | null
  readonly address: string | null
  readonly ip: string | null
  readonly relation: 'wrote-from' | 'connected-from' | 'registered-from' | null
  readonly why: string
  readonly cause: { readonly kind: 'post' | 'message' | 'topic'; readonly id: string } | null
}

const sending = new Set(['from', 'sender', 'reply-to', 'return-path'])
/** A notice of a registration is sent within so many seconds of it, clocks being what they are. */
const soon = 900
/** So many messages alike are a circular. */
const many = 5

/** Whom of a board a message concerns, and how it is known. */
export function concernsOf(board: Board, letter: Letter): readonly Concern[] {
  const signs = signsOf(letter.marks)
  const sender = senderOf(board, letter, signs)
  const links = linksOf(letter.text, board.hosts)
  const base = sender.byBoard ? noticeOf(letter, links, signs) : null
  const cause = base === null ? null : namedBy(links, base)
  const abuse = sender.byBoard ? antiAbuse(letter.marks) : null
  const found: Concern[] = []
  const seen = new Set<string>()
  const add = (c: Concern): void => {
    const key = `${c.member} ${c.direction} ${c.member === null ? c.address : ''}`
    if (!seen.has(key)) found.push(c)
    seen.add(key)
  }
  for (const { role, address } of letter.addresses) {
    const lower = address.toLowerCase()
    const direction = sending.has(role) ? 'from' : 'to'
    const known = board.members.get(lower) ?? []
    if (board.mailboxes.has(lower) && sender.byBoard && direction === 'from') continue
    for (const { member, kept, joinedAt } of known) {
      const fresh = joinedAt !== null && letter.at !== null && Math.abs(letter.at - joinedAt) <= soon
      const notice =
        direction === 'to' && sender.byBoard
          ? fresh && base !== 'message' && base !== 'reply'
            ? welcomed(base)
            : base
          : null
      const guest = direction === 'to' && abuse !== null && !board.isMember(abuse.user)
      const registered = guest && (notice === 'registration' || notice === 'activation')
      const ip = direction === 'from' && !sender.byBoard ? origin(board, letter) : registered ? abuse.ip : null
      add({
        ...{ member, direction, byBoard: sender.byBoard, notice, address, ip, cause },
        relation: ip === null ? null : registered ? 'registered-from' : 'wrote-from',
        why: `${where[role] ?? 'The message names'} ${words[kept]}. ${sender.why}${registered ? ' Its headers state the address that registered.' : ''}`,
      })
    }
    if (known.length === 0 && sender.byBoard && direction === 'to' && role !== 'delivered-to')
      add({
        ...{ member: null, direction, byBoard: true, notice: base, address, ip: null, relation: null, cause },
        why: `No account of the board has this address now. ${sender.why}`,
      })
  }
  if (abuse !== null && board.isMember(abuse.user))
    add({
      ...{ member: abuse.user, direction: 'from', byBoard: true, notice: base, address: null, ip: abuse.ip, cause },
      relation: 'connected-from',
      why: `The board’s headers state this account and its address as those that had the message sent. ${sender.why}`,
    })
  return found
}

const where: Readonly<Record<string, string>> = {
  from: 'Its sender has',
  sender: 'Its sender has',
  'reply-to': 'Answers to it go to',
  'return-path': 'Its envelope’s sender has',
  to: 'It was sent to',
  cc: 'A copy of it was sent to',
  bcc: 'A hidden copy of it was sent to',
  'delivered-to': 'It was delivered to',
}
const words: Readonly<Record<Addressed['kept'], string>> = {
  account: 'the address of this account',
  profile: 'an address in this account’s profile',
  log: 'an address that the board’s own log gives this account',
}

/** Whether the board's software sent a message: it names the board, or comes from its host and looks like a program's. */
function senderOf(
  board: Board,
  letter: Letter,
  signs: readonly string[],
): { readonly byBoard: boolean; readonly why: string } {
  const named = letter.marks['x-phpbb-origin']?.some((v) =>
    board.hosts.has(hostOf(v.replace(/^phpbb:\/\//i, 'http://'))),
  )
  if (named) return { byBoard: true, why: 'A header names this board as its origin.' }
  const from = letter.addresses
    .filter((a) => sending.has(a.role) && a.role !== 'reply-to')
    .map((a) => a.address.toLowerCase())
  const mailbox = from.find((a) => board.mailboxes.has(a))
  const host = from.find((a) => board.hosts.has(a.slice(a.lastIndexOf('@') + 1)))
  const id = letter.messageId?.slice(letter.messageId.lastIndexOf('@') + 1).toLowerCase() ?? ''
  const place = mailbox
    ? 'It comes from the mailbox that the board’s settings name'
    : host
      ? 'Its sender’s address is of the board’s host'
      : board.hosts.has(id)
        ? 'Its Message-ID is of the board’s host'
        : null
  if (place === null) return { byBoard: false, why: 'The board did not send it.' }
  const program = programOf(signs)
  if (program !== null && program !== board.engine)
    return { byBoard: false, why: `${place}, but its headers are those of ${program}.` }
  if (program !== null) return { byBoard: true, why: `${place}, and its headers are those of the board’s software.` }
  if (isAutomatic(signs)) return { byBoard: true, why: `${place}, and its headers say that a program sent it.` }
  if (purposeOf(linksOf(letter.text, board.hosts)) !== null && mailbox)
    return { byBoard: true, why: `${place}, and its links are those of the board’s notices.` }
  return { byBoard: false, why: `${place}; a person may have written it there.` }
}

function noticeOf(letter: Letter, links: readonly string[], signs: readonly string[]): Notice | null {
  const purpose = purposeOf(links)
  if (purpose !== null && purpose !== 'reply') return purpose
  const recipients = letter.addresses.filter((a) => !sending.has(a.role) && a.role !== 'delivered-to').length
  if (letter.alike >= many || recipients >= many || signs.some((s) => /^precedence: bulk/.test(s) && purpose === null))
    return 'mass'
  return purpose
}

/** What a message right after a registration is: older software sends activation and new passwords by the same link. */
function welcomed(base: Notice | null): Notice {
  return base === 'activation' || base === 'password' ? 'activation' : 'registration'
}

/** The account and address that had the board send a message (phpBB: messenger, anti_abuse_headers). */
function antiAbuse(marks: Letter['marks']): { readonly user: string; readonly ip: string } | null {
  const lines = marks['x-antiabuse'] ?? []
  const value = (name: string): string | undefined =>
    lines
      .find((l) => l.startsWith(`${name} - `))
      ?.slice(name.length + 3)
      .trim()
  const [user, ip] = [value('User_id'), value('User IP')]
  return user === undefined || ip === undefined || ip === '' ? null : { user, ip }
}

/** The address that a person's message came from: what a web mailer states, else the first step of its way that is not the board's own. */
function origin(board: Board, { hops }: Letter): string | null {
  const stated = hops.find((h) => h.header !== 'received')
  if (stated) return stated.fromAddress
  for (const hop of hops.toReversed())
    if (hop.fromAddress !== null && !/^(?:127\.|::1$)/.test(hop.fromAddress))
      return hop.fromHost !== null && board.hosts.has(hop.fromHost.toLowerCase()) ? null : hop.fromAddress
  return null
}

/** The host of an address, in lower case; empty where it has none. */
export function hostOf(address: string): string {
  return (
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s/@]{1,200}@)?([^\s/:?#]{1,255})/i.exec(address.trim())?.[1]?.toLowerCase() ?? ''
  )
}
