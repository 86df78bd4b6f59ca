import { at, type StoredBoard } from './board.ts'

/** What must be read from both Invision 2 and 3. */
export const olderRows: StoredBoard['rows'] = {
  grp: [
    { id: '3', name: 'Members', kind: null },
    { id: '4', kind: 'administrators' },
    { id: '6', name: 'Spoor & toezicht', kind: 'moderators' },
  ],
  grp_member: [
    { grp: '3', member: '3' },
    { grp: '3', member: '4' },
    { grp: '4', member: '2' },
    { grp: '7', member: '3' },
  ],
  moderator: [
    { n: 1000, board: '2', member: '3', grp: null },
    { n: 1001, board: '3', member: '3' },
    { n: 2000, board: '2', member: null, grp: '6' },
  ],
  board: [
    { id: '1', parent: null, kind: 'category', name: 'Baan', has_password: false },
    { id: '2', parent: '1', kind: 'board', description: 'Kleine & fijne treinen', has_password: true, locked: false },
  ],
  attachment: [
    { id: '1', owner: '4', post: '2', message: null, stored_name: 'monthly_11_2023/post-4-1.png', orphan: false },
    { id: '2', owner: '3', post: null, message: '1', orphan: false },
    { id: '3', post: null, message: null, orphan: true },
  ],
  poll_option: [
    { topic: '1', option: '1.1', label: 'N', votes: 1 },
    { topic: '1', option: '1.2', label: 'H0', votes: 0 },
  ],
  poll_vote: [{ topic: '1', option: '1.1', member: '3', ip: '192.0.2.3' }],
  report: [
    { id: '1', post: '2', message: null, by: '3', text: 'Reclame?', closed: true },
    { id: '2', post: null, message: '1', by: '4', text: null, closed: false },
  ],
}

/** Posts of both; Invision 3 says who hid one. */
export const olderPosts = (hidden: Readonly<Record<string, unknown>>) => [
  { id: '1', board: '2', topic: '1', author: '3', plain: 'Zeg het\nmaar (attachment: baan.png)' },
  {
    ...{ id: '2', author: '4', author_name: 'Wissel_Wim', ip: '2001:db8::4', edited_at: at(20), edited_by: '4' },
    ...{ edit_reason: 'typefout', plain: 'Rail_Rita wrote:\n> Past 🚂 N?\nJa & mooi' },
  },
  { id: '3', author: null, author_name: 'Voorbijganger', deleted: 'unapproved' },
  { id: '4', deleted: 'soft', ...hidden },
]

/** Log-ins and lines of the log that both have. */
export const olderLogins = [
  { id: 'admin:1', kind: 'failed', name: 'beheer', ip: '192.0.2.8' },
  { id: 'failed:4:1', kind: 'failed', member: '4', ip: '192.0.2.8', at: at(5) },
]
export const olderActions = [
  { id: 'admin:1', kind: 'admin', member: '2', data: 'Instellingen & meer' },
  { id: 'mail:1', kind: 'user', member: '4', about: '3', ip: '192.0.2.4', data: 'rita@spoor.example\nDag\nBel mij' },
  { id: 'moderator:1', kind: 'moderator', member: '3', topic: '1', operation: 'Pinned Topic', ip: '192.0.2.3' },
  { id: 'name:1', member: '3', data: '["Rita", "Rail_Rita"]', ip: '192.0.2.3' },
  { id: 'report:1', kind: 'moderator', member: '2', post: '2', data: 'Klopt' },
]
