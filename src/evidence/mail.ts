import type { ClientBase } from 'pg'
import type { Batch, Stage, StageContext, Statement } from '../db/stage.ts'
import type { Finding } from '../model/finding.ts'
import { type MailLimits, type Message, readMessage, usualMailLimits } from './mail/message.ts'
import { lettersOf, mailSources, openLetters } from './mail/parts.ts'
import { type MailFile, openMailRows } from './mail/rows.ts'
import { type Counts, openTally } from './mirror/tally.ts'
import { absolute, storedPath } from './place.ts'

/** What the checkpoint holds: the file being read, where in it, and what was counted of it. */
interface State {
  readonly file: number
  readonly next: number
  readonly n: number
  readonly account: Account
  readonly counts: Counts
  readonly done: boolean
}

interface Account {
  readonly messages: number
  readonly partial: number
  readonly first: number | null
  readonly last: number | null
}

const nothing: Account = { messages: 0, partial: 0, first: null, last: null }
const start: State = { file: 0, next: 0, n: 0, account: nothing, counts: {}, done: true }

/** Reads mailboxes and single messages into tables, each message with its bytes. */
export const mailStage: Stage = mailStageWith(usualMailLimits)

/** The stage with other limits than the usual ones. */
export function mailStageWith(limits: MailLimits): Stage {
  return {
    name: 'mail',
    about:
      'Reads mail (mbox, Maildir, eml, emlx, what readpst makes of PST): every message with its addresses, its way and its bytes',
    scope: 'exhibit',
    version: 2,
    reads: ['evidence.exhibit', 'evidence.file'],
    writes: ['mail_store', 'mail_message', 'mail_address', 'mail_hop', 'mail_attachment'].map((t) => `evidence.${t}`),
    overlap: true,
    run: (context) => run(context, limits),
  }
}

interface Stored extends Omit<MailFile, 'derived'> {
  readonly carries: boolean
  readonly folder: string | null
  readonly place: string
}

async function* run(context: StageContext, limits: MailLimits): AsyncGenerator<Batch> {
  const files = await stored(context)
  const rows = openMailRows()
  let state = (context.resume as State | null) ?? start
  let after: Statement[] = []
  let findings: Finding[] = []
  let held = 0
  const cut = (done: number): Batch => {
    const progress = { done, total: files.length, unit: 'steps' } as const
    const batch: Batch = { copies: rows.take(), after, findings, rows: held, state, progress }
    after = []
    findings = []
    held = 0
    return batch
  }
  for (const [i, file] of files.entries()) {
    if (file.file < state.file || (file.file === state.file && state.done)) continue
    if (file.file !== state.file) state = { ...start, file: file.file, done: false }
    const derived = file.carries ? await unpacked(context.db, file.file) : new Map<string, number>()
    const counts = { ...state.counts }
    const tally = openTally(file.file, counts)
    const bytesOf = await openLetters(file.place, file.form, limits)
    try {
      for await (const letter of lettersOf(file.place, file.form, state.next)) {
        context.signal.throwIfAborted()
        const bytes = await bytesOf.read(letter)
        state = { ...state, next: letter.offset + letter.length }
        if (letter.envelope === null && bytes.length < 1000 && bytes.toString('latin1').trim() === '') continue
        const message = await readMessage(bytes, letter.length, limits)
        const troubles = [
          ...message.troubles,
          ...(isNothing(message) ? [noMessage] : []),
          ...(letter.missing === undefined ? [] : [cutOff(letter.missing)]),
        ]
        state = { ...state, n: state.n + 1, account: counted(state.account, message, troubles.length > 0) }
        for (const t of troubles) tally.add({ ...t, offset: letter.offset, length: letter.length })
        rows.add({ ...file, derived }, state.n, letter, message)
        held += 1
        if (rows.bytes() < context.batchBytes && rows.rows() < context.batchRows) continue
        findings.push(...tally.take())
        state = { ...state, counts: { ...counts } }
        yield cut(i)
      }
    } finally {
      await bytesOf.close()
    }
    findings.push(...tally.take())
    after.push(storeRow(file, state.account))
    state = { ...state, counts: {}, done: true }
    if (rows.rows() + after.length >= context.batchRows || after.length >= filesAtOnce) yield cut(i + 1)
  }
  if (held > 0 || after.length > 0) yield cut(files.length)
}

/** Files that end in one batch: each is a statement of its own. */
const filesAtOnce = 1000

const noMessage = {
  severity: 'loss',
  code: 'mail-damaged',
  detail: 'No header that messages have was found here; what stands here is kept as text',
} as const

const cutOff = (missing: number) =>
  ({
    severity: 'loss',
    code: 'truncated',
    detail: `The file ends within the message: ${missing} of the bytes that it states are not there`,
  }) as const

function isNothing(m: Message): boolean {
  return m.addresses.length === 0 && m.hops.length === 0 && m.stated === null && m.subject === null && !m.messageId
}

function counted(account: Account, { time }: Message, partial: boolean): Account {
  const at = time?.at ?? null
  return {
    messages: account.messages + 1,
    partial: account.partial + (partial ? 1 : 0),
    first: at === null ? account.first : Math.min(account.first ?? at, at),
    last: at === null ? account.last : Math.max(account.last ?? at, at),
  }
}

function storeRow({ exhibit, file, form, folder }: Stored, account: Account): Statement {
  const { messages, partial, first, last } = account
  return {
    text: `INSERT INTO evidence.mail_store (exhibit, file, form, folder, messages, partial, first_at, last_at)
           VALUES ($1, $2, $3, $4, $5, $6, to_timestamp($7), to_timestamp($8))`,
    values: [exhibit, file, form, folder, messages, partial, first, last],
  }
}

async function stored({ db, unit, caseDir }: StageContext): Promise<readonly Stored[]> {
  const { rows } = await db.query<{ file: number; path: string; source: string; stored: string | null }>(
    `SELECT f.file, f.path, f.source, ${storedPath} AS stored FROM evidence.file f JOIN evidence.exhibit e USING (exhibit)
      WHERE f.exhibit = $1 AND f.source = ANY ($2) AND f.encoding IS NULL ORDER BY f.file`,
    [unit, Object.values(mailSources)],
  )
  return rows.flatMap(({ file, path, source, stored }) =>
    stored === null
      ? []
      : [
          {
            exhibit: unit,
            file,
            form: source === mailSources.box ? ('mbox' as const) : ('message' as const),
            carries: source !== mailSources.message,
            place: absolute(caseDir, stored),
            ...maildir(path),
          },
        ],
  )
}

/** What a Maildir tells by where a message lies and how it is called (maildir(5) of qmail; `:` may have been replaced). */
function maildir(path: string): { readonly folder: string | null; readonly flags: string | null } {
  const folder = /(?:^|\/)(cur|new|tmp)\/[^/]+$/.exec(path)?.[1] ?? null
  const flags = folder === null ? null : (/[:;!_]2,([A-Za-z]{0,52})$/.exec(path)?.[1] ?? null)
  return { folder, flags: flags === '' ? null : flags }
}

/** The files that were unpacked from a file of messages, by their names in it. */
async function unpacked(db: ClientBase, file: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ file: number; inner_path: string }>(
    'SELECT file, inner_path FROM evidence.file WHERE parent = $1',
    [file],
  )
  return new Map(rows.map((r): [string, number] => [r.inner_path, r.file]))
}
