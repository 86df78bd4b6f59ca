import type { SeizedTables } from '../../support/mirror.ts'
import { t, table } from './board.ts'

/** A text as Invision 2 keeps quotes, and one as Invision 3 does; both read alike. */
export const quotedInComments =
  "<!--quoteo(post=1:date=Nov 14 2023, 10:13 PM:name=Rail_Rita)--><div class='quotetop'>QUOTE(Rail_Rita @ Nov 14 2023, 10:13 PM) </div><div class='quotemain'><!--quotec-->Past &#128642; <b>N</b>?<!--QuoteEnd--></div><!--QuoteEEnd-->Ja &amp; mooi"
export const quotedInBrackets =
  "[quote name='Rail_Rita' post='1' timestamp='1700000001']Past &#128642; <strong>N</strong>?[/quote]<p>Ja &amp; mooi</p>"

const choices =
  'a:1:{i:1;a:3:{s:8:"question";s:6:"Welke?";s:6:"choice";a:2:{i:1;s:1:"N";i:2;s:2:"H0";}s:5:"votes";a:2:{i:1;i:1;i:2;i:0;}}}'

/** What is the same in the tables of Invision 2 and 3. */
export function older(version: string, text: string, own: SeizedTables): SeizedTables {
  return {
    groups: table(
      'g_id g_title g_access_cp g_is_supmod',
      [3, 'Members', 0, 0],
      [4, 'Root Admin', 1, 1],
      [6, 'Spoor &amp; toezicht', 0, 1],
    ),
    moderators: table('mid forum_id member_id is_group group_id', [1, ',2,3,', 3, 0, 0], [2, '2', -1, 1, 6]),
    pfields_data: table('pf_id pf_title pf_key', [1, 'Telegram', ''], [2, 'Lievelingsbaan', 'baan']),
    pfields_content: table('member_id field_1 field_2', [3, 'rail_rita', 'Emmaspoor'], [4, '', null]),
    forums: table(
      'id name description position password parent_id redirect_on sub_can_post status',
      [1, 'Baan', '', 1, '', -1, 0, 0, 1],
      [2, 'Schaal N', 'Kleine &amp; fijne <b>treinen</b>', 2, 'bordwachtwoord', 1, 0, 1, 1],
    ),
    topics: table(
      'tid title state starter_id start_date starter_name views forum_id approved pinned moved_to',
      [1, 'Welke schaal &quot;N&quot;?', 'open', 3, t + 1, 'Rail_Rita', 12, 2, 1, 1, ''],
      [2, 'Verhuisd', 'link', 3, t + 1, 'Rail_Rita', 0, 1, 1, 0, '1&2'],
      [3, 'Weg', 'closed', 0, t + 3, 'Voorbijganger', 0, 2, -1, 0, ''],
    ),
    posts: table(
      'pid edit_time author_id author_name ip_address post_date post queued topic_id edit_name post_edit_reason',
      [1, null, 3, 'Rail_Rita', '192.0.2.3', t + 1, 'Zeg het<br />maar [attachment=1:baan.png]', 0, 1, null, ''],
      [2, t + 20, 4, 'Wissel_Wim', '2001:db8::4', t + 10, text, 0, 1, 'Wissel_Wim', 'typefout'],
      [3, null, 0, 'Voorbijganger', '192.0.2.9', t + 30, 'Hallo', 1, 1, null, ''],
      [4, null, 4, 'Wissel_Wim', '192.0.2.4', t + 31, 'Weg ermee', 2, 1, null, ''],
    ),
    attachments: table(
      'attach_id attach_file attach_location attach_date attach_member_id attach_filesize attach_rel_id attach_rel_module',
      [1, 'baan.png', 'monthly_11_2023/post-4-1.png', t + 10, 4, 1849, 2, 'post'],
      [2, 'plan.pdf', 'monthly_11_2023/post-3-2.pdf', t + 50, 3, 99, 1, 'msg'],
      [3, 'los.jpg', 'monthly_11_2023/post-3-3.jpg', t + 52, 3, 98, 0, 'post'],
    ),
    polls: table('pid tid start_date choices poll_question', [7, 1, t + 1, choices, 'Welke?']),
    voters: table('vid ip_address tid member_id member_choices', [
      1,
      '192.0.2.3',
      1,
      3,
      'a:1:{i:1;a:1:{i:0;s:1:"1";}}',
    ]),
    profile_friends: table('friends_id friends_member_id friends_friend_id', [1, 3, 4]),
    warn_logs: table('wlog_id wlog_mid wlog_notes wlog_date wlog_addedby wlog_pid', [
      1,
      4,
      '<content>Niet weer!</content><mod>,,</mod><post>,,</post>',
      t + 65,
      2,
      2,
    ]),
    banfilters: table(
      'ban_id ban_type ban_content ban_date',
      [1, 'ip', '198.51.100.*', t + 71],
      [2, 'email', '*@reclame.example', t + 72],
    ),
    rc_classes: table('com_id my_class', [1, 'post'], [2, 'messages']),
    rc_status: table('status title is_complete', [1, 'New', 0], [3, 'Complete', 1]),
    rc_reports_index: table(
      'id status title url rc_class exdat1 exdat2 exdat3',
      [1, 3, 'Welke schaal', '', 1, 2, 1, 2],
      [2, 1, 'Wissels', '', 2, 1, 0, 1],
    ),
    rc_reports: table(
      'id rid report report_by date_reported',
      [1, 1, '<p>Reclame?</p>', 3, t + 40],
      [2, 2, '', 4, t + 56],
    ),
    rc_comments: table('id rid comment comment_by comment_date', [1, 1, 'Klopt', 2, t + 41]),
    sessions: table('id member_id member_name ip_address browser running_time', [
      'sessie_0123456789',
      3,
      'Rail_Rita',
      '192.0.2.3',
      'Mozilla/5.0',
      t + 91,
    ]),
    admin_login_logs: table('admin_id admin_ip_address admin_username admin_time admin_success admin_post_details', [
      1,
      '192.0.2.8',
      'beheer',
      t + 4,
      0,
      'ingetypt_wachtwoord',
    ]),
    admin_logs: table('id member_id ctime note ip_address', [1, 2, t + 69, 'Instellingen &amp; meer', '192.0.2.2']),
    moderator_logs: table('id forum_id topic_id post_id member_id ip_address ctime topic_title action', [
      1,
      2,
      1,
      0,
      3,
      '192.0.2.3',
      t + 33,
      'Welke schaal',
      'Pinned Topic',
    ]),
    dnames_change: table('dname_id dname_member_id dname_date dname_ip_address dname_previous dname_current', [
      1,
      3,
      t + 2,
      '192.0.2.3',
      'Rita',
      'Rail_Rita',
    ]),
    validating: table('vid member_id entry_date ip_address prev_email new_reg email_chg lost_pass', [
      'bevestigsleutel',
      4,
      t + 2,
      '192.0.2.4',
      '',
      1,
      0,
      0,
    ]),
    email_logs: table(
      'email_id email_subject email_content email_date from_member_id from_ip_address to_member_id to_email_address topic_id',
      [1, 'Dag', 'Bel mij', t + 34, 4, '192.0.2.4', 3, 'rita@spoor.example', 0],
    ),
    upgrade_history: table('upgrade_id upgrade_version_human', [1, '1.0'], [12, version]),
    skin_cache: table('id', [1]),
    ...own,
  }
}
