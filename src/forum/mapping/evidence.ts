import type { Fit } from './fit.ts'
import type { Mappable } from './roles.ts'
import type { ColumnShape, TableShape } from './shape.ts'

/** What must be seen in a table before it can be an entity: what no other kind of table has. */
export function evidenceFor(entity: Mappable, shape: TableShape, fits: Readonly<Record<string, Fit>>): Fit | null {
  const column = (role: string): ColumnShape | undefined =>
    fits[role]?.beside === undefined ? shape.columns.find((c) => c.name === fits[role]?.column) : undefined
  const long = fits.text?.length ?? column('text')?.length ?? 0
  const told = (score: number, why: string): Fit => ({ column: '', score, why })
  switch (entity) {
    case 'member': {
      const mail = column('email')
      if (mail && mail.email > 0.5) return told(column('password') ? 0.5 : 0.3, `${mail.name} holds e-mail addresses`)
      return column('password') && fits.name ? told(0.35, `${fits.password!.column} holds password hashes`) : null
    }
    case 'post':
      if (long < 25 || fits.recipient || !(fits.topic || fits.board) || !(fits.author || fits.author_name)) return null
      return told(
        0.4,
        `${fits.text!.column} holds texts of ${Math.round(long)} characters on average, by an account, under a topic`,
      )
    case 'message':
      return long >= 10 && fits.author && fits.recipient
        ? told(
            0.4,
            `${fits.text!.column} holds texts from one account (${fits.author.column}) to another (${fits.recipient.column})`,
          )
        : null
    case 'topic':
      return fits.title && (fits.author || fits.author_name || isCalled(shape, 'topic')) && (fits.board || fits.at)
        ? told(0.3, `${fits.title.column} holds titles that accounts began`)
        : null
    case 'board':
      return fits.name &&
        shape.rows <= 2000 &&
        (fits.parent || fits.position || fits.description) &&
        isCalled(shape, 'board')
        ? told(0.3, 'a short table of names in an order, called like boards')
        : null
    case 'profile_field':
      return shape.pairs && fits.member
        ? told(0.3, `${shape.pairs.key} says what ${shape.pairs.value} is, of an account`)
        : null
    case 'attachment': {
      const file = column('name')
      const names = file?.values.filter((v) => /\.[a-z0-9]{2,5}$/i.test(v)).length ?? 0
      // Pictures of the software itself belong to nobody.
      return file && (fits.owner || fits.post) && names > 0.5 * file.values.length
        ? told(0.35, `${file.name} holds names of files`)
        : null
    }
    case 'login':
      return fits.member && fits.at && fits.ip && long === 0 && isCalled(shape, 'login')
        ? told(0.3, `accounts (${fits.member.column}) at times from addresses (${fits.ip.column})`)
        : null
  }
}

/** True where the table, or the kind of its rows, is called like an entity's. */
export function isCalled(shape: TableShape, entity: Mappable, prefix = ''): boolean {
  const name = (shape.only?.is.join(' ') ?? shape.name.slice(prefix.length)).toLowerCase()
  return names[entity].some((part) => name.includes(part))
}

/** True where a kind of rows is called like any entity's. */
export function isKind(kind: string): boolean {
  return Object.values(names).some((parts) => parts.some((part) => kind.toLowerCase().includes(part)))
}

/** Words in the names of tables, and of kinds of rows in one table. */
const names: Readonly<Record<Mappable, readonly string[]>> = {
  member: ['user', 'member', 'account', 'people', 'person', 'profile'],
  profile_field: ['meta', 'field', 'profile'],
  board: ['forum', 'board', 'categor', 'section'],
  topic: ['topic', 'thread', 'discussion', 'subject'],
  post: ['post', 'repl', 'comment', 'answer', 'entry'],
  message: ['message', 'mail', 'pm', 'letter', 'dm', 'conversation', 'inbox', 'private'],
  attachment: ['attach', 'file', 'upload', 'media'],
  login: ['login', 'session', 'visit', 'online', 'log'],
}
