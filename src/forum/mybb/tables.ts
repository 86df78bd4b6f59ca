import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every MyBB board has and cannot be read without. */
export const needs: Tables = tablesOf({
  users: 'uid username password salt loginkey email postnum usergroup additionalgroups regdate lastactive regip lastip',
  usergroups: 'gid title usertitle cancp issupermod',
  forums: 'fid name description linkto type pid disporder open password',
  threads: 'tid fid subject poll uid username dateline firstpost views closed sticky visible',
  posts: 'pid tid fid subject uid username dateline message ipaddress edituid edittime visible',
  privatemessages: 'pmid uid toid fromid recipients folder subject message dateline status',
  attachments: 'aid pid uid filename filetype filesize attachname dateuploaded thumbnail',
  settings: 'name value',
})

/** What is read where it is there, in all versions. */
export const optional: Tables = tablesOf({
  privatemessages: 'ipaddress',
  users: `usertitle website icq birthday signature timezone language avatar buddylist ignorelist pmfolders notepad usernotes
    awayreason referrer`,
  usergroups: 'type isbannedgroup canmodcp',
  userfields: 'ufid fid*',
  profilefields: 'fid name',
  groupleaders: 'gid uid',
  moderators: 'mid fid id uid isgroup',
  datacache: 'title cache',
  polls: 'pid tid question dateline options votes timeout',
  pollvotes: 'vid pid uid voteoption dateline',
  banned: 'uid admin dateline lifted reason',
  banfilters: 'fid filter type dateline',
  warnings: 'wid uid pid title dateline issuedby notes',
  sessions: 'sid uid ip time useragent',
  adminsessions: 'sid uid ip dateline lastactive',
  adminlog: 'uid ipaddress dateline module action data',
  moderatorlog: 'uid dateline fid tid pid action data ipaddress',
  searchlog: 'sid uid dateline ipaddress keywords',
  maillogs: 'mid subject message dateline fromuid fromemail touid ipaddress',
  reputation: 'rid uid adduid pid reputation dateline comments',
  threadratings: 'rid tid uid rating ipaddress',
  joinrequests: 'rid uid gid reason dateline',
  awaitingactivation: 'aid uid dateline type misc',
  events: 'eid uid name description dateline',
  announcements: 'aid fid uid subject message startdate',
  forumsubscriptions: 'fsid fid uid',
  threadsubscriptions: 'sid uid tid dateline',
  edithistory: 'eid pid uid dateline originaltext subject ipaddress reason',
})

/** Tables that hold no entity, and why, in all versions. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'settings of the software': `attachtypes calendars icons mycode settinggroups smilies spiders stats tasks tasklog templates
    templategroups templatesets themes themestylesheets threadprefixes usertitles warninglevels warningtypes modtools
    helpdocs helpsections profilefields promotions adminviews upgrade_data`,
  'settings of the software; read into the site': 'settings datacache',
  permissions: 'calendarpermissions forumpermissions',
  'read into other rows: who leads a group': 'groupleaders',
  'settings of administrators, among them secrets of their log-ins': 'adminoptions',
  'what a member has seen; no content': 'forumsread threadsread threadviews',
  'words the software replaces when showing a text': 'badwords',
  'pictures and questions at registration; nothing of a person': 'captcha questions questionsessions',
  'what moderators told the software to do later': 'delayedmoderation',
  'letters of the administrators to all members, and letters on their way': 'massemails mailqueue mailerrors',
  'members that the software itself moved to another group': 'promotionlogs',
})

/** The board as a whole, from its settings. */
export const site = `
  SELECT max(value) FILTER (WHERE name = 'bburl') AS address,
         max(value) FILTER (WHERE name = 'bbname') AS title,
         (SELECT substring(max(c.cache) from 's:7:"version";s:[0-9]+:"([^"]{1,40})"') FROM datacache c WHERE c.title = 'version') AS version,
         max(value) FILTER (WHERE name = 'bburl') AS base_url,
         max(value) FILTER (WHERE name = 'timezoneoffset') AS timezone
    FROM settings`

/** The software writes UTF-8, whatever its tables were declared as. */
export const charset = `
  SELECT 'utf-8' AS charset, d.subject AS sample
    FROM (SELECT subject FROM threads WHERE octet_length(subject) > length(subject) ORDER BY _row LIMIT 500) d`
