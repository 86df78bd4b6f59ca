import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every vBulletin has of people and settings. */
export const needs: Tables = tablesOf({
  setting: 'varname value',
  user: 'userid usergroupid membergroupids username email joindate lastactivity posts usertitle timezoneoffset ipaddress birthday',
  usertextfield: 'userid signature pmfolders',
  userfield: 'userid',
  usergroup: 'usergroupid title adminpermissions',
})

/** What 3 and 4 have besides: boards, threads, posts and private messages in tables of their own. */
export const classicNeeds: Tables = tablesOf({
  forum: 'forumid title description options displayorder parentid password link',
  thread: 'threadid title firstpostid forumid pollid open postusername postuserid dateline views visible sticky',
  post: 'postid threadid username userid title dateline pagetext ipaddress visible',
  pm: 'pmid pmtextid userid folderid messageread',
  pmtext: 'pmtextid fromuserid fromusername title message touserarray dateline',
})

/** People, logs and what else all versions may have. */
export const optional: Tables = tablesOf({
  user: 'homepage icq aim yahoo msn skype google languageid referrerid parentemail salt fbuserid fbname',
  usertextfield: 'buddylist ignorelist',
  userfield: 'field*',
  language: 'languageid languagecode charset',
  phrase: 'varname text languageid',
  administrator: 'userid',
  moderator: 'moderatorid userid',
  usergroupleader: 'usergroupid userid',
  userlist: 'userid relationid type',
  userban: 'userid adminid bandate liftdate reason',
  datastore: 'title data',
  customavatar: 'userid dateline filename filesize',
  customprofilepic: 'userid dateline filename filesize',
  sigpic: 'userid dateline filename filesize',
  session: 'sessionhash userid host lastactivity useragent',
  cpsession: 'userid hash dateline',
  strikes: 'striketime strikeip username',
  adminlog: 'adminlogid userid dateline script action extrainfo ipaddress',
  moderatorlog: 'moderatorlogid dateline userid action type threadtitle nodetitle ipaddress',
  userchangelog: 'changeid userid fieldname newvalue oldvalue adminid change_time ipaddress',
  ipdata: 'ipid contentid userid ip altip dateline rectype',
  ipaddress: 'ipid contentid contenttype ip altip dateline',
  privacyconsent: 'privacyconsentid ipaddress created consent',
  usernote: 'usernoteid userid posterid title message dateline',
  subscriptionlog: 'subscriptionlogid subscriptionid userid regdate',
  paymentinfo: 'paymentinfoid userid',
  paymenttransaction: 'paymenttransactionid paymentinfoid transactionid state amount currency dateline request',
  apiclient:
    'apiclientid userid clientname clientversion platformname platformversion initialipaddress dateline lastactivity',
  apilog: 'apilogid apiclientid dateline method ipaddress',
  usergrouprequest: 'usergrouprequestid userid usergroupid reason dateline',
  reputation: 'reputationid userid reputation whoadded reason dateline',
})

/** What 3 and 4 may have besides. */
export const classicOptional: Tables = tablesOf({
  post: 'reportthreadid',
  moderator: 'forumid',
  editlog: 'postid userid dateline reason',
  postedithistory: 'postedithistoryid postid userid title dateline pagetext reason',
  deletionlog: 'primaryid type userid reason dateline',
  pmreceipt: 'pmid userid touserid readtime',
  poll: 'pollid question dateline options votes timeout',
  pollvote: 'pollvoteid pollid userid voteoption',
  infraction: 'infractionid infractionlevelid postid userid whoadded dateline note customreason',
  moderatorlog: 'forumid threadid postid',
  reputation: 'postid',
  subscribeforum: 'subscribeforumid userid forumid',
  subscribethread: 'subscribethreadid userid threadid',
  announcement: 'announcementid forumid title userid startdate pagetext',
  event: 'eventid userid event title dateline',
  search: 'searchid userid ipaddress query dateline',
  searchlog: 'searchlogid userid ipaddress json criteria dateline',
  threadrate: 'threadrateid threadid userid vote ipaddress',
  postlog: 'postid useragent ip ipaddress dateline',
  profilevisitor: 'userid visitorid dateline',
  visitormessage: 'vmid userid postuserid postusername dateline state title pagetext ipaddress',
  groupmessage: 'gmid discussionid groupid postuserid postusername dateline state title pagetext ipaddress',
  discussion: 'discussionid groupid firstpostid',
  socialgroup: 'groupid name description',
  socialgroupmember: 'userid groupid type',
  picturecomment: 'commentid postuserid postusername dateline state title pagetext ipaddress',
})

const kept = 'what a member has seen or asked to be told of; no content'
const settings = 'settings of the software'
const secret = 'secrets: old passwords and codes by which accounts are confirmed'

/** Tables that hold no entity, and why, in all versions. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  [settings]: `adminhelp adminutil attachmentpermission attachmenttype avatar bbcode bbcode_video bookmarksite calendar calendarcustomfield
    calendarpermission cron cronlog customprofile externalcache faq forumprefixset holiday hvanswer hvquestion icon imagecategory
    imagecategorypermission infractiongroup infractionlevel infractionban mailqueue noticecriteria notice paymentapi phrasetype plugin
    product productcode productdependency profilefield profilefieldcategory ranks reputationlevel rssfeed rsslog settinggroup
    smilie stats style subscription subscriptionpermission template templatehistory templatemerge upgradelog userpromotion usertitle
    stylevar stylevardfn package route widget widgetdefinition widgetinstance page pagetemplate screenlayout adminmessage prefix prefixset
    routenew contenttype contentpriority cache cacheevent block blockconfig blocktype apipost humanverify
    postedithistorycache regimage usercss usercsscache profileblockprivacy`,
  'settings of the software; read into the site, and into bans': 'setting datastore',
  'texts of the software; names of profile fields are read': 'phrase',
  'languages and their characters; read into accounts': 'language',
  permissions: 'access administrator forumpermission calendarmoderator permission moderatorpermission',
  'read into other rows: who leads a group': 'usergroupleader',
  'read into other rows: signatures, folders and lists of friends': 'usertextfield',
  [kept]: `announcementread discussionread forumread groupread threadread contentread subscribeevent
    subscribegroup noticedismissed attachmentviews threadviews tachyforumcounter tachyforumpost tachythreadcounter
    tachythreadpost indexqueue nodestats noderead`,
  'the search index, made from the posts': `postindex word searchcore searchcore_text searchgroup searchgroup_text tagsearch
    searchtowords_a words`,
  'texts made from others for showing them':
    'postparsed sigparsed sigpicnew pmtextparsed nodehash posthash cacheparsed',
  'words by which threads and pictures are found': 'tag tagthread tagcontent tagnode',
  'where a service took addresses to be': 'ipaddressinfo',
  [secret]: 'passwordhistory useractivation reminder logintoken usertwofactor userauth',
  'read into payments': 'paymentinfo',
  'posts waiting for a moderator; read from the posts themselves': 'moderation',
  'counters against too many messages':
    'pmthrottle visitormessage_hash groupmessage_hash picturecomment_hash postquota',
  'a copy of the name of what was thought to be spam': 'spamlog',
})

/** The board as a whole, from its settings. */
export const site = `
  SELECT max(value) FILTER (WHERE varname = 'bburl') AS address,
         max(value) FILTER (WHERE varname = 'bbtitle') AS title,
         max(value) FILTER (WHERE varname = 'templateversion') AS version,
         max(value) FILTER (WHERE varname = 'bburl') AS base_url,
         max(value) FILTER (WHERE varname = 'timeoffset') AS timezone
    FROM setting`

/** The character set of the board's language, and texts in it. */
export const charset = `
  SELECT coalesce((SELECT min(l.charset) FROM language l WHERE l.languageid = (SELECT max(s.value) FROM setting s WHERE s.varname = 'languageid')),
      (SELECT min(l.charset) FROM language l)) AS charset, d.title AS sample
    FROM (SELECT title FROM thread WHERE octet_length(title) > length(title) ORDER BY _row LIMIT 500) d`
