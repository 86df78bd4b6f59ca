import type { SeizedTables } from '../../support/mirror.ts'
import { config, type EngineBoard, plain, prefixed, t, table } from './table.ts'

/** FluxBB and PunBB: text as typed. */
function punbb(version: string, own: SeizedTables): SeizedTables {
  const typed = '[quote=Rail_Rita]Past &#128642; [b]N[/b]?[/quote]\nJa & mooi :)'
  return {
    config: config(
      {
        o_base_url: 'http://Spoor.example/forum',
        o_board_title: 'Spoor & wissel',
        o_cur_version: version,
        o_default_timezone: '1',
      },
      'conf_name',
      'conf_value',
    ),
    categories: table('id cat_name disp_position', [1, 'Baan', 1]),
    forums: table(
      'id forum_name forum_desc redirect_url moderators num_topics disp_position cat_id',
      [1, 'Schaal N', 'Kleine treinen', null, 'a:1:{s:9:"Rail_Rita";i:3;}', 1, 1, 1],
      [2, 'Elders', null, 'http://elders.example/', null, 0, 2, 1],
    ),
    posts: table(
      'id poster poster_id poster_ip poster_email message hide_smilies posted edited edited_by topic_id',
      [1, 'Rail_Rita', 3, '192.0.2.3', null, 'Zeg het maar', 0, t + 1, null, null, 1],
      [2, 'Wissel_Wim', 4, '2001:db8::4', null, typed, 0, t + 10, t + 20, 'Wissel_Wim', 1],
      [3, 'Voorbijganger', 1, '192.0.2.9', 'gast@elders.example', 'Hallo', 0, t + 30, null, null, 1],
    ),
    reports: table(
      'id post_id topic_id forum_id reported_by created message zapped zapped_by',
      [1, 2, 1, 1, 3, t + 40, 'Reclame?', null, null],
      [2, 2, 1, 1, 4, t + 41, 'Toch niet', t + 50, 2],
    ),
    online: table('user_id ident logged idle', [3, 'Rail_Rita', t + 90, 0], [1, '192.0.2.9', t + 91, 0]),
    search_words: table('id word', [1, 'schaal']),
    ...own,
  }
}

const memberColumns =
  'id group_id username password email title realname url jabber icq msn aim yahoo location signature timezone language num_posts registered registration_ip last_visit admin_note activate_string activate_key'

function members(hash: string) {
  const none = [null, null, null, null, null, null, null, null, null, null]
  return [
    [1, 3, 'Guest', 'Guest', 'Guest', ...none, 0, 'English', 0, 0, '0.0.0.0', 0, null, null, null],
    [2, 1, 'beheer', hash, 'beheer@spoor.example', ...none, 1, 'Dutch', 0, t, '192.0.2.2', t + 90, null, null, null],
    [
      3,
      2,
      'Rail_Rita',
      hash,
      'rita@spoor.example',
      null,
      'Rita R.',
      'http://rita.example/',
      'rita@chat.example',
      '100000001',
      null,
      null,
      null,
      'Utrecht',
      '[b]Groeten[/b]',
      1,
      'Dutch',
      1,
      t,
      '192.0.2.3',
      t + 91,
      'kent het spoor',
      'rita.nieuw@spoor.example',
      'a1b2c3d4',
    ],
    [
      4,
      0,
      'Wissel_Wim',
      hash,
      'wim@spoor.example',
      ...none,
      1,
      'Dutch',
      1,
      t,
      '2001:db8::4',
      0,
      null,
      'd0be2dc421be4fcd0172e5afceea3970e2f3d940',
      'b1b2c3d4',
    ],
  ]
}

/** One board for each version of FluxBB and PunBB that is read. */
export const punbbBoards: readonly EngineBoard[] = [
  {
    adapter: 'fluxbb',
    version: '1.5.11',
    key: 'spoor.example',
    tables: punbb('1.5.11', {
      users: table(memberColumns, ...members('d0be2dc421be4fcd0172e5afceea3970e2f3d940')),
      groups: table(
        'g_id g_title g_user_title g_moderator g_mod_edit_users',
        [1, 'Administrators', 'Administrator', 0, 0],
        [2, 'Moderators', 'Moderator', 1, 1],
        [3, 'Guests', null, 0, 0],
        [4, 'Members', null, 0, 0],
      ),
      topics: table(
        'id poster subject posted first_post_id last_post last_post_id last_poster num_views num_replies closed sticky moved_to forum_id',
        [1, 'Rail_Rita', 'Welke schaal "N"?', t + 1, 1, t + 30, 3, 'Voorbijganger', 12, 2, 0, 1, null, 1],
      ),
      bans: table(
        'id username ip email message expire ban_creator',
        [1, 'wissel_wim', null, 'wim@spoor.example', 'Reclame', null, 2],
        [2, null, '198.51.100', null, null, t + 999, 2],
      ),
      topic_subscriptions: table('user_id topic_id', [3, 1]),
      forum_subscriptions: table('user_id forum_id', [4, 1]),
    }),
    post: { plain, author: '4', edited: true },
    recipients: null,
    deleted: null,
  },
  {
    adapter: 'punbb12',
    version: '1.2.23',
    key: 'spoor.example',
    tables: prefixed(
      'pun_',
      punbb('1.2.23', {
        users: table(
          `${memberColumns} use_avatar save_pass`,
          ...members('5f4dcc3b5aa765d61d8327deb882cf99').map((row) => [...row, 0, 1]),
        ),
        groups: table(
          'g_id g_title g_user_title g_edit_subjects_interval',
          [1, 'Administrators', 'Administrator', 0],
          [2, 'Moderators', 'Moderator', 0],
          [3, 'Guest', null, 0],
          [4, 'Members', null, 0],
        ),
        topics: table(
          'id poster subject posted last_post last_post_id last_poster num_views num_replies closed sticky moved_to forum_id',
          [1, 'Rail_Rita', 'Welke schaal "N"?', t + 1, t + 30, 3, 'Voorbijganger', 12, 2, 0, 1, null, 1],
        ),
        bans: table(
          'id username ip email message expire',
          [1, 'Wissel_Wim', null, 'wim@spoor.example', 'Reclame', null],
          [2, null, '198.51.100', null, null, t + 999],
        ),
        subscriptions: table('user_id topic_id', [3, 1]),
      }),
    ),
    post: { plain, author: '4', edited: true },
    recipients: null,
    deleted: null,
  },
  {
    adapter: 'punbb12',
    version: '1.4.3',
    key: 'punbb',
    tables: prefixed(
      'pun_',
      punbb('1.4.3', {
        // The board's address stands in a file of the installation.
        config: config({ o_board_title: 'Spoor & wissel', o_cur_version: '1.4.3' }, 'conf_name', 'conf_value'),
        users: table(
          `${memberColumns} salt facebook twitter linkedin skype`,
          ...members('d0be2dc421be4fcd0172e5afceea3970e2f3d940').map(([id, group, ...row]) => [
            id ?? null,
            id === 1 ? 2 : id === 3 ? 4 : (group ?? null),
            ...row,
            ...['SaltSaltSalt', '', '', '', ''],
          ]),
        ),
        groups: table(
          'g_id g_title g_user_title g_moderator g_mod_edit_users',
          [1, 'Administrators', 'Administrator', 0, 0],
          [2, 'Guest', null, 0, 0],
          [3, 'Members', null, 0, 0],
          [4, 'Moderators', 'Moderator', 1, 1],
        ),
        topics: table(
          'id poster subject posted first_post_id last_post last_post_id last_poster num_views num_replies closed sticky moved_to forum_id',
          [1, 'Rail_Rita', 'Welke schaal "N"?', t + 1, 1, t + 30, 3, 'Voorbijganger', 12, 2, 0, 1, null, 1],
        ),
        bans: table('id username ip email message expire ban_creator', [
          1,
          'Wissel_Wim',
          null,
          'wim@spoor.example',
          'Reclame',
          null,
          2,
        ]),
        subscriptions: table('user_id topic_id', [3, 1]),
        forum_subscriptions: table('user_id forum_id', [3, 1]),
        extensions: table('id title version', ['pun_repository', 'Repository', '1.4']),
        extension_hooks: table('id extension_id code'),
      }),
    ),
    post: { plain, author: '4', edited: true },
    recipients: null,
    deleted: null,
  },
]
