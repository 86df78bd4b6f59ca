import { at, type StoredBoard } from './board.ts'

const none = { joined_from: null, last_ip: null }
const deletedPost = { deleted: 'soft', deleted_at: at(41), deleted_by: '3', deleted_reason: 'niet over treinen' }

/** What must be read from every XenForo; `field` is where a profile keeps the address of a website, `more` is 1 where bans and log-ins say more. */
export const rows = (field: string, more: number): StoredBoard['rows'] => ({
  member: [
    {
      id: '2',
      kind: 'member',
      state: 'active',
      staff: 'founder',
      password_scheme: 'bcrypt',
      handles: {},
      ...none,
      timezone: 'Europe/Amsterdam',
    },
    {
      ...{
        id: '3',
        name: 'Rail_Rita',
        email: 'rita@spoor.example',
        state: 'active',
        staff: 'moderator',
        title: 'Machinist',
      },
      ...{
        password_scheme: 'sha1-salted',
        handles: { skype: 'rail.rita', seinhuis: 'post 7' },
        birthday: '05-03-1984',
      },
      ...{
        joined_from: '192.0.2.3',
        last_ip: '192.0.2.33',
        language: 'nl-NL',
        location: 'Utrecht',
        website: 'http://rita.example/',
      },
      ...{ signature_plain: 'Groeten', joined_at: at(1), last_seen_at: at(91), posts: 2 },
    },
    { id: '4', state: 'inactive', staff: null, password_scheme: null, handles: {}, birthday: null, ...none },
  ],
  profile_field: [
    { member: '3', field: 'about', value: 'Oude baan' },
    { member: '3', field: 'baan', value: 'Emmaspoor' },
    { member: '3', field: 'connected:github', value: '424242' },
    { member: '3', field: 'field:location', value: 'elders' },
    ...(field === 'homepage' ? [{ field: 'homepage', value: 'http://rita.example/' }] : []),
    { member: '3', field: 'location', value: 'Utrecht' },
    { member: '3', field: 'payment 1 first_name', value: 'Rita' },
    { member: '3', field: 'payment 1 payer_email', value: 'rita@bank.example' },
    { member: '3', field: 'seinhuis', value: 'post 7' },
    { member: '3', field: 'skype', value: 'rail.rita' },
    ...(field === 'website' ? [{ field: 'website', value: 'http://rita.example/' }] : []),
  ],
  grp: [
    { id: '2', name: 'Registered' },
    { id: '4', name: 'Conducteurs' },
  ],
  grp_member: [
    { grp: '2', member: '2' },
    { grp: '2', member: '3' },
    { grp: '2', member: '4' },
    { grp: '4', member: '3' },
  ],
  moderator: [
    { n: -2, board: null, member: '2' },
    { n: 1, board: '2', member: '3' },
  ],
  board: [
    { id: '1', parent: null, kind: 'category', name: 'Baan', locked: false },
    { id: '2', parent: '1', kind: 'board', name: 'Schaal N', description: 'Kleine treinen', position: 2, locked: true },
    { id: '3', parent: null, kind: 'link', name: 'Elders' },
  ],
  topic: [
    {
      id: '1',
      board: '2',
      author: '3',
      kind: 'sticky',
      locked: false,
      views: 12,
      poll_title: 'Welke?',
      poll_end: at(900),
      deleted: null,
    },
    { id: '2', board: '1', kind: 'moved', moved_to: '1', poll_title: null },
    {
      id: '3',
      author: null,
      author_name: 'Voorbijganger',
      locked: true,
      deleted: 'soft',
      deleted_at: at(40),
      deleted_by: '2',
    },
    { id: 'profile:3', board: null, title: 'Rail_Rita', author: '3' },
  ],
  post: [
    { id: '1', board: '2', topic: '1', author: '3', ip: null, plain: 'Zeg het maar', edited_at: null, deleted: null },
    {
      ...{
        id: '2',
        author: '4',
        author_name: 'Wissel_Wim',
        at: at(10),
        ip: '2001:db8::4',
        edited_at: at(20),
        edited_by: '4',
        edit_count: 2,
      },
      plain: 'Rail_Rita wrote:\n> Past 🚂 N?\nJa & mooi, @Rail_Rita [attachment: 1]',
    },
    { id: '3', author: null, author_name: 'Voorbijganger', ...deletedPost },
    { id: 'comment:1', topic: 'profile:3', author: '3', plain: 'Dag Wim', deleted: 'unapproved' },
    { id: 'profile:1', topic: 'profile:3', author: '4', ip: '192.0.2.4', plain: 'Dag Rita', deleted: null },
  ],
  // The post counts two edits, of which one is kept: since when its text stood is not known.
  post_version: [
    {
      ...{
        id: 'edit:1',
        post: '2',
        form: 'before',
        version: 1,
        since: null,
        until: at(20),
        author: '4',
        replaced_by: '4',
      },
      ...{ text: 'Ja, bel 0201', plain: 'Ja, bel 0201', shown: false },
    },
    // The post is not known to have been edited after the report: when its text ended is not known either.
    {
      ...{
        id: 'report:1',
        post: '2',
        form: 'seen',
        version: 2,
        since: at(40),
        until: null,
        author: '4',
        replaced_by: null,
      },
      ...{ text: 'Ja, bel [B]me[/B]', plain: 'Ja, bel me', shown: false },
    },
  ],
  message: [
    {
      id: '1',
      thread: '1',
      author: '3',
      recipients: ['2', '4'],
      ip: '192.0.2.10',
      subject: 'Wissels',
      plain: 'Ruilen? hier <http://ruil.example/>',
      deleted: false,
    },
    { id: '2', thread: '1', author: '4', recipients: ['2', '3'], ip: null, plain: 'ja' },
  ],
  mailbox: [
    { message: '1', member: '2', folder: 'inbox', unread: true, deleted: false },
    { message: '1', member: '3', folder: 'sent', unread: false, deleted: false },
    { message: '1', member: '4', folder: 'inbox', unread: false, deleted: true },
    { message: '2', member: '2', folder: 'inbox', unread: true },
    { message: '2', member: '3', folder: 'inbox', unread: true },
    { message: '2', member: '4', folder: 'sent', deleted: true },
  ],
  attachment: [
    {
      id: '1',
      owner: '4',
      post: '2',
      message: null,
      name: 'baan.png',
      stored_name: '1001-0123456789abcdef0123456789abcdef.data',
      orphan: false,
    },
    { id: '2', owner: '3', post: null, message: '1', name: 'plan.pdf', size: 99 },
    { id: '3', post: null, message: null, orphan: true },
  ],
  poll_option: [
    { topic: '1', option: '1', label: 'N', votes: 1 },
    { topic: '1', option: '2', label: 'H0', votes: 0 },
  ],
  poll_vote: [{ topic: '1', option: '1', member: '3' }],
  ban: [
    { id: 'email:*@reclame.example', email: '*@reclame.example', by: more ? '2' : null },
    { id: 'ip:banned:198.51.100.*', ip: '198.51.100.*', exempt: false, by: more ? '2' : null },
    { id: 'user:4', member: '4', name: 'Wissel_Wim', at: at(70), until: null, reason: 'Reclame', by: '2' },
  ],
  warning: [{ id: '1', member: '4', post: '2', by: '2', reason: 'Reclame: Niet weer!' }],
  report: [
    { id: '1', post: '2', by: '3', text: 'Reclame?', closed: true },
    { id: '3', post: null, message: '1', by: '4', closed: false },
  ],
  login: [
    ...(more
      ? [
          { kind: 'failed', member: '4', name: 'wissel_wim', ip: '192.0.2.8' },
          { kind: 'failed', member: null, ip: '2001:db8::4' },
        ]
      : [
          { kind: 'failed', member: null, ip: '2001:db8::4', at: at(6) },
          { kind: 'failed', member: '4', name: 'wissel_wim', ip: '192.0.2.8', at: at(5) },
          { kind: 'failed', member: null, ip: '2001:db8::4', at: at(6) },
        ]),
    { id: 'ip:1', kind: 'session', member: '3', ip: '192.0.2.3', at: at(1) },
    { id: 'ip:2', kind: 'session', member: '3', ip: '192.0.2.33' },
    { kind: 'online' },
    { kind: 'online' },
    ...(more ? [{ kind: 'persistent', member: '3', at: at(5), until: at(5000) }] : []),
  ],
  action: [
    { id: 'admin:1', kind: 'admin', member: '2', ip: '192.0.2.2', operation: 'admin.php?users/4/ban', data: null },
    {
      id: 'change:1',
      kind: 'user',
      member: '3',
      operation: 'change email',
      about: '3',
      data: '["oud@spoor.example", "rita@spoor.example"]',
    },
    ...(more ? [] : [{ id: 'change:2', kind: 'admin', operation: 'change password', data: null }]),
    { id: 'edit:1', operation: 'edit post', member: '4', post: '2', data: null },
    { id: 'ip:5', kind: 'user', member: '4', ip: '192.0.2.44', operation: 'post insert', post: '99' },
    {
      id: 'moderator:1',
      kind: 'moderator',
      member: '3',
      ip: '192.0.2.3',
      operation: 'post delete_soft',
      post: '3',
      topic: '1',
    },
    ...(more ? [{ id: 'name:1', about: '3', data: '["Rita", "Rail_Rita", ""]' }] : []),
    {
      ...{ id: 'payment:1', kind: 'other', member: '3', at: at(85), operation: 'payment paypal payment' },
      data: `TX1 Payment received\ntxn_id: TX1\npayer_email: rita@bank.example\nfirst_name: Rita`,
    },
    ...(more ? [] : [{ id: 'payment:2', member: null, operation: 'payment paypal error', data: 'TX2 Unknown' }]),
    more
      ? { id: 'purchase:1', member: '3', operation: 'purchase user_upgrade', data: '5.00 EUR paypal' }
      : { id: 'purchase:active:7', member: '3', at: at(85), data: 'Eerste klas 5.00 eur' },
    {
      ...{ id: 'reject:4', kind: 'moderator', member: '2', about: '4', at: at(110) },
      ...{ operation: 'registration rejected', data: 'Geen treinen' },
    },
    { id: 'report:2', kind: 'moderator', member: '2', operation: 'report 1 resolved', data: 'Klopt' },
    { id: 'search:1', member: '4', operation: 'search', data: 'wissels []' },
  ],
  relation: [
    { member: '3', other: '4', kind: 'friend' },
    { member: '4', other: '3', kind: 'foe' },
  ],
  subscription: [
    { id: 'xf_forum_watch:4:2', member: '4', how: 'watch', kind: 'board', board: '2' },
    { id: 'xf_thread_watch:3:1', member: '3', how: 'watch', kind: 'topic', topic: '1' },
  ],
  draft: [{ id: '3:thread-1', member: '3', topic: '1', board: null, at: at(80), plain: 'Nog niet af' }],
})
