import { at, type StoredBoard } from './board.ts'

/** What must be read from the board of WoltLab Suite Forum 5. */
export const rows: StoredBoard['rows'] = {
  member: [
    {
      id: '2',
      state: 'active',
      staff: 'founder',
      joined_from: '192.0.2.2',
      birthday: null,
      handles: {},
      password_scheme: 'bcrypt',
    },
    {
      ...{
        id: '3',
        name: 'Rail_Rita',
        staff: 'moderator',
        title: 'Machinist',
        location: 'Utrecht',
        website: 'http://rita.example/',
      },
      ...{
        handles: { Telegram: '@rail_rita', skype: 'rail.rita' },
        birthday: '1984-03-05',
        joined_from: '192.0.2.3',
        signature_plain: 'Groeten',
      },
      ...{ timezone: 'Europe/Amsterdam', language: 'nl', posts: 2 },
    },
    { id: '4', state: 'inactive', staff: null, joined_from: '2001:db8::4', password_scheme: 'bcrypt-wcf' },
  ],
  profile_field: [
    { member: '3', field: 'Telegram', value: '@rail_rita' },
    { member: '3', field: 'birthday', value: '1984-03-05' },
    { member: '3', field: 'connected', value: 'github:424242' },
    { member: '3', field: 'former name', value: 'Rita' },
    { member: '3', field: 'homepage', value: 'http://rita.example/' },
    { member: '3', field: 'location', value: 'Utrecht' },
    { member: '3', field: 'new e-mail', value: 'rita.nieuw@spoor.example' },
    { member: '3', field: 'payment 1 payer_email', value: 'rita@bank.example' },
    { member: '3', field: 'skype', value: 'rail.rita' },
  ],
  grp: [
    { id: '3', name: 'Leden', kind: 'members' },
    { id: '4', name: 'Beheerders', kind: 'owners' },
    { id: '5', kind: null },
  ],
  grp_member: [
    { grp: '3', member: '3' },
    { grp: '3', member: '4' },
    { grp: '4', member: '2' },
  ],
  moderator: [
    { n: -1, board: '2', member: null, grp: '5' },
    { n: 1, board: '2', member: '3', grp: null },
  ],
  board: [
    { id: '1', parent: null, kind: 'category', name: 'Baan' },
    { id: '2', parent: '1', kind: 'board', name: 'Schaal N', description: 'Kleine treinen', locked: true },
  ],
  topic: [
    { id: '1', kind: 'sticky', author: '3', poll_title: 'Welke?', poll_end: at(900), deleted: null },
    { id: '2', kind: 'moved', moved_to: '1' },
    { id: '3', kind: 'announcement', locked: true, author: null, deleted: 'soft', deleted_at: at(40), deleted_by: '3' },
    { id: 'profile:3', title: 'Rail_Rita' },
  ],
  post: [
    { id: '1', ip: '192.0.2.3', plain: 'Zeg het maar', edited_at: null },
    {
      id: '2',
      author: '4',
      ip: '2001:db8::4',
      plain: 'Rail_Rita wrote:\n> Past 🚂 N?\nJa & mooi\n[attachment: 1]',
      edited_by: '4',
      edit_count: 1,
      edit_reason: 'typefout',
    },
    { id: '3', author: null, author_name: 'Voorbijganger', deleted: 'soft', deleted_at: at(41), deleted_by: '2' },
    { id: 'comment:1', topic: 'profile:3', author: '4', plain: 'Dag Rita' },
    { id: 'response:1', topic: 'profile:3', author: '3', plain: 'Dag Wim' },
  ],
  post_version: [
    {
      ...{ id: 'edit:1', post: '2', form: 'span', version: 1, since: at(10), until: at(20), author: '4' },
      ...{ replaced_by: '4', text: '<p>Nee</p>', plain: 'Nee', shown: false },
    },
  ],
  message: [
    {
      id: '1',
      thread: '1',
      author: '3',
      recipients: ['4', '2'],
      subject: 'Wissels',
      plain: 'Ruilen? hier <http://ruil.example/>',
      edited_at: at(51),
      deleted: false,
    },
    { id: '2', author: '4', recipients: ['3', '2'] },
  ],
  mailbox: [
    { message: '1', member: '2', folder: 'inbox', unread: true },
    { message: '1', member: '3', folder: 'sent' },
    { message: '1', member: '4', folder: 'inbox', deleted: true, unread: false },
    { message: '2', member: '2', folder: 'inbox' },
    { message: '2', member: '3', folder: 'inbox', unread: true },
    { message: '2', member: '4', folder: 'sent', deleted: true },
  ],
  attachment: [
    {
      id: '1',
      owner: '4',
      post: '2',
      message: null,
      stored_name: '1-0123456789abcdef',
      media_type: 'image/png',
      orphan: false,
    },
    { id: '2', owner: '3', post: null, message: '1' },
    { id: '3', post: null, message: null, orphan: true },
  ],
  poll_option: [
    { topic: '1', option: '1', label: 'N', votes: 1 },
    { topic: '1', option: '2', label: 'H0' },
  ],
  poll_vote: [{ topic: '1', option: '1', member: '3' }],
  ban: [
    { id: 'ip:198.51.100.*', ip: '198.51.100.*' },
    { id: 'suspension:1', member: '4', by: '2', until: at(966) },
    { id: 'user:4', member: '4', reason: 'Reclame', until: at(900) },
  ],
  warning: [{ id: '1', member: '4', by: '2', post: '2', reason: 'Reclame: Niet weer!' }],
  report: [
    { id: '1', post: '2', by: '3', text: 'Reclame?', closed: true },
    { id: '3', post: null, message: '1', by: '4', text: 'Vreemd', closed: false },
  ],
  login: [
    { id: 'failed:1', kind: 'failed', member: '4', name: 'wissel_wim', ip: '192.0.2.8' },
    { kind: 'session', member: '3', ip: '192.0.2.3' },
    { kind: 'persistent', member: '3', ip: '192.0.2.33', at: at(5), until: at(91) },
  ],
  action: [
    { id: 'edit:1', member: '4', post: '2', data: null },
    { id: 'like:1', kind: 'user', member: '3', about: '4', post: '2', operation: 'like com.woltlab.wbb.likeablePost' },
    { id: 'moderator:1', member: '2', post: '3', operation: 'com.woltlab.wbb.post trash', data: '{"reason":"weg"}' },
    { id: 'moderator:2', member: '3', topic: '3' },
    { id: 'payment:1', member: '3', at: at(85), data: 'TX1 payment completed\npayer_email: rita@bank.example' },
  ],
  subscription: [
    { id: 'wcf1_user_object_watch:1', member: '3', how: 'watch', kind: 'topic', topic: '1' },
    { id: 'wcf1_user_object_watch:2', member: '4', how: 'watch', kind: 'board', board: '2' },
  ],
  relation: [
    { member: '3', other: '4', kind: 'friend' },
    { member: '4', other: '3', kind: 'foe' },
  ],
}
