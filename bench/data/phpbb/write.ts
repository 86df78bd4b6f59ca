/** Writes the first board: a phpBB 3.3.10 database as mariadb-dump prints it. */
import { hashBelow, hex, purpose, stream } from '../random.ts'
import { type Dump, openDump, type Value, type Written } from '../sql/dump.ts'
import { phpbbDialect, phpbbTables } from '../sql/phpbb-tables.ts'
import type { Notes, Story } from '../story.ts'
import { type AttachmentCounts, attachments } from './attachments.ts'
import { forums, groupPermissions, moderators } from './boards.ts'
import * as fresh from './installer.ts'
import { log } from './log.ts'
import { lastMember, notificationChoices, profileData, userGroups, users, zebra } from './members.ts'
import { countRows, drafts, folderRows, mailboxRows, messages } from './messages.ts'
import { pollOptions, pollVotes, posts, reports, topics, topicsPosted, topicsTrack } from './posts.ts'
import { settings } from './settings.ts'
import type { StaffWork } from './staff.ts'
import { loginAttempts, sessionKeys, sessions } from './visits.ts'

/** What the first board's file holds, beside its rows. */
export interface PhpbbWritten extends Written {
  readonly attachments: AttachmentCounts
}

type Rows = Iterable<readonly Value[]>
/** The rows of a table and, where it has one, the next number of its counter. */
type Source = readonly [rows: () => Rows, nextId?: number | null]

function* banRows(work: StaffWork): Rows & Generator<readonly Value[]> {
  for (const [i, b] of work.bans.entries()) {
    yield [i + 1, b.account?.userId ?? 0, b.ip, b.email, b.start, b.end, 0, b.reason, b.reason]
  }
}

function* warningRows(work: StaffWork): Rows & Generator<readonly Value[]> {
  for (const [i, w] of work.warnings.entries()) yield [i + 1, w.account.userId, w.post, 0, w.time]
}

function* bookmarks(story: Story): Generator<readonly Value[]> {
  const plan = story.posts[1]
  for (let t = 0; t < plan.topicCount; t++) {
    if (hashBelow(story.seed, purpose('bookmark'), t, 40) > 0) continue
    yield [t + 1, plan.accounts[plan.authors[plan.topicFirst[t]!]!]!.userId]
  }
}

/** Writes the file; what texts plant is noted in `notes`. */
export function writePhpbb(
  story: Story,
  work: StaffWork,
  notes: Notes,
  path: string,
  completed: string,
  onRows?: (table: string, rows: number) => void,
): PhpbbWritten {
  const plan = story.posts[1]
  const counts: AttachmentCounts = { posts: 0, messages: 0, orphans: 0, bytes: 0 }
  const warned = new Map<number, number>()
  for (const w of work.warnings) warned.set(w.account.userId, (warned.get(w.account.userId) ?? 0) + 1)
  const attached = countRows(attachments(story, { posts: 0, messages: 0, orphans: 0, bytes: 0 }))
  const last = plan.accounts.reduce((a, b) => (b.userId > a.userId ? b : a))
  const visible = plan.written.reduce((n, w) => n + w, 0)
  const figures = () => ({
    opened: story.dims.opened,
    members: story.dims.members,
    posts: visible,
    topics: plan.topicVisible.subarray(0, plan.topicCount).filter((n) => n > 0).length,
    files: counts.posts + counts.messages,
    bytes: counts.bytes,
    newest: [last.userId, last.username] as const,
    salt: hex(stream(story.seed, purpose('salt')), 32),
  })
  const fixed = (rows: readonly (readonly Value[])[]): Source => [() => rows, rows.length + 1]
  const sources: { readonly [table: string]: Source } = {
    acl_groups: [() => groupPermissions(story)],
    acl_options: fixed(fresh.aclOptions),
    acl_roles: [() => fresh.aclRoles, 25],
    acl_users: [() => [[2, 0, 0, 4, 0]]],
    attachments: [() => attachments(story, counts), attached + 1],
    banlist: [() => banRows(work), work.bans.length + 1],
    bookmarks: [() => bookmarks(story)],
    bots: [() => fresh.robots.map(([name, agent], i) => [i + 1, 1, name, 3 + i, agent, '']), fresh.robots.length + 1],
    config: [() => settings(figures())],
    config_text: [
      () => [
        ['contact_admin_info', ''],
        ['contact_admin_info_flags', '7'],
      ],
    ],
    drafts: [() => drafts(story), countRows(drafts(story)) + 1],
    extension_groups: [() => fresh.extensionGroups, 6],
    extensions: [() => fresh.extensions, 55],
    forums: [() => forums(story), plan.boards.length + 1],
    groups: fixed(fresh.groups),
    lang: fixed(fresh.installedLanguages),
    log: [() => log(story, work), story.dims.logRows + 1],
    login_attempts: [() => loginAttempts(story)],
    migrations: [() => fresh.migrations(story.dims.opened)],
    moderator_cache: [() => moderators(story)],
    notification_types: fixed(fresh.notificationTypes),
    poll_options: [() => pollOptions(story)],
    poll_votes: [() => pollVotes(story)],
    posts: [() => posts(story, work, notes), plan.ids[plan.count - 1]! + 1],
    privmsgs: [() => messages(story, work, notes), story.messages.count + 1],
    privmsgs_folder: [() => folderRows(story), countRows(folderRows(story)) + 1],
    privmsgs_to: [() => mailboxRows(story)],
    profile_fields: fixed(fresh.profileFields),
    profile_fields_data: [() => profileData(story)],
    profile_lang: [() => fresh.profileLang],
    ranks: [() => [[1, 'Site Admin', 0, 1, '']], 2],
    reports: [() => reports(story, work), work.reports.length + 1],
    reports_reasons: fixed(fresh.reasons),
    sessions: [() => sessions(story)],
    sessions_keys: [() => sessionKeys(story)],
    smilies: fixed(fresh.smilies),
    styles: [() => [[1, 'prosilver', '&copy; phpBB Limited', 1, 'prosilver', '//g=', 0, '']], 2],
    teampage: [
      () => [
        [1, 5, '', 1, 0],
        [2, 4, '', 2, 0],
      ],
      3,
    ],
    topics: [() => topics(story), plan.topicCount + 1],
    topics_posted: [() => topicsPosted(story)],
    topics_track: [() => topicsTrack(story)],
    user_group: [() => userGroups(story)],
    user_notifications: [() => notificationChoices(story)],
    users: [() => users(story, warned), lastMember(story) + 1],
    warnings: [() => warningRows(work), work.warnings.length + 1],
    zebra: [() => zebra(story)],
  }
  const dump: Dump = openDump({
    path,
    database: 'junction',
    tables: phpbbTables,
    dialect: phpbbDialect,
    completed,
    onRows,
  })
  for (const [name] of phpbbTables) {
    const [rows, nextId] = sources[name] ?? [() => []]
    dump.table(name, nextId ?? null, rows())
  }
  return { ...dump.close(), attachments: counts }
}
