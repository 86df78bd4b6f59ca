import { at, type StoredBoard } from './board.ts'

/** What must be read from the board of Flarum. */
export const rows: StoredBoard['rows'] = {
  member: [
    { id: '2', kind: 'member', state: 'active', staff: 'administrator', password_scheme: 'bcrypt', last_ip: null },
    {
      id: '3',
      name: 'Rail_Rita',
      staff: 'moderator',
      handles: { Telegram: '@rail_rita' },
      last_ip: '192.0.2.33',
      joined_at: at(1),
      last_seen_at: at(91),
      posts: 2,
    },
    { id: '4', state: 'inactive', staff: null, password_scheme: null, handles: {} },
  ],
  profile_field: [
    { member: '3', field: 'Telegram', value: '@rail_rita' },
    { member: '3', field: 'bio', value: 'Oude baan' },
    { member: '3', field: 'connected:github:424242', value: '424242' },
    { member: '3', field: 'field:bio', value: 'kort' },
    { member: '3', field: 'nickname', value: 'Rita' },
  ],
  grp: [
    { id: '1', name: 'Admins' },
    { id: '4', name: 'Mods' },
  ],
  grp_member: [
    { grp: '1', member: '2' },
    { grp: '4', member: '3' },
  ],
  board: [
    { id: '1', parent: null, name: 'Baan' },
    { id: '2', parent: '1', name: 'Schaal N', description: 'Kleine treinen' },
    { id: '3', parent: null },
  ],
  topic: [
    {
      id: '1',
      board: '2',
      title: 'Welke schaal "N"?',
      author: '3',
      author_name: 'Rail_Rita',
      kind: 'sticky',
      poll_title: 'Welke?',
      poll_end: at(900),
      deleted: null,
    },
    { id: '3', board: null, author: null, locked: true, deleted: 'soft', deleted_at: at(40), deleted_by: '2' },
  ],
  post: [
    { id: '1', board: '2', topic: '1', author: '3', ip: '192.0.2.3', plain: 'Zeg het maar' },
    {
      id: '2',
      author: '4',
      author_name: 'Wissel_Wim',
      ip: '2001:db8::4',
      at: at(10),
      edited_at: at(20),
      edited_by: '4',
      plain: '> Past 🚂 N?\n\nJa & mooi, @Rail_Rita http://a.example/1.jpg',
    },
    { id: '3', author: null, deleted: 'soft', deleted_at: at(41), deleted_by: '3' },
    { id: '6', deleted: 'unapproved' },
  ],
  // The last version is the post itself.
  post_version: [
    {
      ...{
        id: 'edit:1',
        post: '2',
        form: 'made',
        version: 1,
        since: at(10),
        until: at(20),
        author: '4',
        replaced_by: '4',
      },
      ...{ text: 'Nee, bel wim@spoor.example', plain: 'Nee, bel wim@spoor.example', shown: false },
    },
    { id: 'edit:2', version: 2, since: at(20), until: null, author: '4', replaced_by: null, shown: true },
  ],
  message: [
    {
      id: '5',
      thread: '2',
      author: '3',
      recipients: ['4', 'group:4'],
      subject: 'Wissels',
      plain: 'Ruilen? hier <http://ruil.example/>',
      ip: '192.0.2.3',
      deleted: false,
    },
    { id: 'dialog:1', thread: 'dialog:1', author: '4', recipients: ['3'], plain: 'ja', at: at(60), deleted: false },
  ],
  mailbox: [
    { message: '5', member: '3', folder: 'sent', deleted: false },
    { message: '5', member: '4', folder: 'inbox', deleted: true },
    { message: 'dialog:1', member: '3', folder: 'inbox', unread: true },
    { message: 'dialog:1', member: '4', folder: 'sent', unread: false },
  ],
  attachment: [
    { id: '1', owner: '4', post: '2', name: 'baan.png', stored_name: '2023-11-14/baan.png', orphan: false },
    { id: '2', post: null, orphan: true },
    { id: '3', owner: '3', post: '2', message: null, name: 'wissel.png', orphan: false },
    { id: '4', owner: '3', post: null, message: '5', orphan: false },
  ],
  poll_option: [
    { topic: '1', option: '1', label: 'N', votes: 1 },
    { topic: '1', option: '2', label: 'H0' },
  ],
  poll_vote: [{ topic: '1', option: '1', member: '3' }],
  ban: [
    { id: 'ip:1', ip: '192.0.2.4', member: '4', by: '2', at: at(71) },
    { id: 'user:4', member: '4', until: at(900), reason: 'Reclame' },
  ],
  warning: [{ id: '1', member: '4', by: '2', post: '2', reason: 'Niet weer!' }],
  report: [{ id: '1', post: '2', by: '3', reason: 'spam', text: 'Reclame?', at: at(40) }],
  login: [
    {
      id: 'token:1',
      kind: 'persistent',
      member: '3',
      ip: '192.0.2.33',
      agent: 'Mozilla/5.0',
      at: at(5),
      until: at(91),
    },
    { id: 'token:2', kind: 'session', member: '3' },
  ],
  action: [
    { id: 'audit:1', member: '2', operation: 'user.suspended', ip: '192.0.2.2' },
    { id: 'edit:2', kind: 'user', member: '4', operation: 'edit post', post: '2', data: null },
    { kind: 'user', member: '3', operation: 'confirm new e-mail', data: 'rita.nieuw@spoor.example' },
    { id: 'event:4', member: '2', topic: '1', operation: 'discussionRenamed', ip: '192.0.2.2' },
    { id: 'like:2:3', kind: 'user', member: '3', about: '4', post: '2', operation: 'like' },
    { kind: 'user', member: '4', operation: 'lost password' },
  ],
  relation: [
    { member: '3', other: '4', kind: 'friend' },
    { member: '4', other: '3', kind: 'foe' },
  ],
  subscription: [{ id: 'discussion_user:3:1', member: '3', how: 'follow', kind: 'topic', topic: '1' }],
  draft: [{ id: '1', member: '3', subject: 'Later', plain: 'Nog niet af', at: at(80) }],
}
