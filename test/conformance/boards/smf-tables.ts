import type { SeizedTables } from '../../support/mirror.ts'
import { t, table } from './board.ts'

/** An address as the version stores it: packed, or text. */
export type Address = (text: string) => string | Buffer

export const hash = 'd0be2dc421be4fcd0172e5afceea3970e2f3d940'
export const session = '0123456789abcdef0123456789abcdef'
export const typed = `[quote author=Rail &quot;Rita&quot; link=topic=1.msg1#msg1 date=${t + 1}]Past [b]N[/b]?[/quote]<br />Ja &amp; mooi :)`

const accountColumns = `id_member member_name real_name email_address date_registered last_login passwd password_salt member_ip member_ip2 birthdate
  website_url signature personal_text usertitle posts lngfile is_activated id_group additional_groups id_post_group buddy_list pm_ignore_list
  time_offset gender avatar secret_question secret_answer validation_code`

/** Three accounts; `more` are the columns of the version. */
export function accounts(
  passwords: string,
  ip: Address,
  columns: string,
  ...more: readonly (readonly (string | number)[])[]
) {
  const secret = ['Eerste trein?', 'SECRETANSWER', 'VALIDATE']
  return table(
    `${accountColumns} ${columns}`,
    [
      ...[
        1,
        'beheer',
        'beheer',
        'beheer@spoor.example',
        t,
        t + 90,
        passwords,
        'abcd',
        ip('192.0.2.2'),
        ip('192.0.2.2'),
        typeof ip('192.0.2.2') === 'string' ? '0001-01-01' : '1004-01-01',
        '',
        '',
        '',
        '',
      ],
      ...[0, 'dutch', 1, 1, '', 4, '', '', 0, 0, '', ...secret, ...(more[0] ?? [])],
    ],
    [
      ...[
        3,
        'rita',
        'Rail &quot;Rita&quot;',
        'rita@spoor.example',
        t,
        t + 91,
        passwords,
        'abcd',
        ip('192.0.2.3'),
        ip('192.0.2.33'),
        '1984-03-05',
      ],
      ...[
        'http://rita.example/',
        '[b]Groeten[/b]<br />R.',
        'kent het spoor',
        'Machinist',
        1,
        'dutch',
        1,
        0,
        '9,3',
        4,
        '1,4',
        '',
      ],
      ...[-2, 2, 'http://rita.example/a.png', ...secret, ...(more[1] ?? [])],
    ],
    [
      ...[
        4,
        'Wissel_Wim',
        'Wissel_Wim',
        'wim@spoor.example',
        t,
        0,
        passwords,
        'abcd',
        ip('192.0.2.4'),
        null,
        '1004-07-09',
        '',
        '',
        '',
        '',
      ],
      ...[1, '', 3, 0, '', 4, '', '3', 0, 0, '', ...secret, ...(more[2] ?? [])],
    ],
  )
}

/** What is the same in the tables of all versions, by the names of 2.0. */
export function smfTables(version: string, ip: Address, own: SeizedTables): SeizedTables {
  return {
    settings: table(
      'variable value',
      ['smfVersion', version],
      ['smileys_url', 'http://Spoor.example/forum/Smileys'],
      ['recycle_enable', 1],
      ['recycle_board', 3],
      ['default_timezone', 'Europe/Amsterdam'],
    ),
    membergroups: table(
      'id_group group_name min_posts',
      [1, 'Administrator', -1],
      [2, 'Global Moderator', -1],
      [3, 'Moderator', -1],
      [4, 'Newbie', 0],
      [9, 'Bouwers &amp; co', -1],
    ),
    categories: table('id_cat cat_order name', [1, 0, 'Algemeen']),
    boards: table(
      'id_board id_cat id_parent board_order name description',
      [1, 1, 0, 1, 'Baan &amp; bouw', ''],
      [2, 1, 1, 2, 'Schaal N', 'Kleine treinen'],
      [3, 1, 0, 3, 'Prullenbak', ''],
    ),
    moderators: table('id_board id_member', [2, 3]),
    topics: table(
      'id_topic id_board id_first_msg id_member_started id_poll num_views is_sticky locked approved',
      [1, 2, 1, 3, 7, 12, 1, 0, 1],
      [2, 3, 4, 4, 0, 3, 0, 1, 1],
    ),
    messages: table(
      'id_msg id_topic id_board poster_time id_member subject poster_name poster_email poster_ip modified_time modified_name body approved',
      [
        1,
        1,
        2,
        t + 1,
        3,
        'Welke schaal &quot;N&quot;?',
        'Rail &quot;Rita&quot;',
        'rita@spoor.example',
        ip('192.0.2.3'),
        0,
        '',
        'Zeg het maar',
        1,
      ],
      [
        2,
        1,
        2,
        t + 10,
        4,
        'Re: Welke schaal',
        'Wissel_Wim',
        'wim.oud@spoor.example',
        ip('192.0.2.4'),
        t + 20,
        'Rail &quot;Rita&quot;',
        typed,
        1,
      ],
      [
        3,
        1,
        2,
        t + 30,
        0,
        'Re: Welke schaal',
        'Voorbijganger',
        'gast@elders.example',
        ip('192.0.2.9'),
        0,
        '',
        'Hallo',
        0,
      ],
      [4, 2, 3, t + 31, 4, 'Weg', 'Wissel_Wim', 'wim@spoor.example', ip('192.0.2.4'), 0, '', 'Wacht', 1],
    ),
    polls: table('id_poll question expire_time', [7, 'Welke &amp; waarom?', t + 999]),
    poll_choices: table('id_poll id_choice label votes', [7, 0, 'N', 2], [7, 1, 'H0 &amp; 0', 0]),
    log_polls: table('id_poll id_member id_choice', [7, 3, 0], [7, 0, 0], [7, 0, 0]),
    ban_groups: table(
      'id_ban_group name ban_time expire_time reason notes',
      [1, 'wim', t + 70, null, 'Reclame', 'tweede keer'],
      [2, 'net', t + 71, t + 999, '', ''],
    ),
    log_banned: table('id_ban_log id_member ip email log_time', [1, 0, ip('198.51.100.7'), 'koop@weg.example', t + 72]),
    log_errors: table('id_error log_time id_member ip url message session error_type', [
      1,
      t + 5,
      0,
      ip('192.0.2.8'),
      '?action=login2',
      'Password incorrect - &lt;span class=&quot;remove&quot;&gt;Wissel_Wim&lt;/span&gt;',
      session,
      'user',
    ]),
    log_mark_read: table('id_member id_board id_msg', [3, 2, 2]),
    sessions: table('session_id last_update data', [session, t + 90, 'rand_code|s:4:"abcd";']),
    ...own,
  }
}

/** The same names as 1.1 writes them: `ID_MEMBER`, `memberName`. */
export function named11(tables: SeizedTables, called: Readonly<Record<string, string>>): SeizedTables {
  const rename = (name: string, column: string): string => {
    if (column.startsWith('id_')) return column.toUpperCase()
    return called[`${name}.${column}`]
      ? column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
      : column
  }
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      name,
      Array.isArray(rows)
        ? rows.map((row) => Object.fromEntries(Object.entries(row).map(([c, value]) => [rename(name, c), value])))
        : { columns: (rows as { columns: readonly string[] }).columns.map((c) => rename(name, c)) },
    ]),
  ) as SeizedTables
}
