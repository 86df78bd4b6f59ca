import { plain, unescaped } from '../derived.ts'
import { type ForumAdapter, type Reader, source } from '../forum.ts'
import { vbulletinMarkup } from '../markup/dialects.ts'
import { messages } from '../vbulletin/messages.ts'
import { groups, lists, members, profile } from '../vbulletin/people.ts'
import { pictures, records, subscriptions } from '../vbulletin/records.ts'
import { deeds, social } from '../vbulletin/social.ts'
import { charset, classicNeeds, classicOptional, needs, nonEntities, optional, site } from '../vbulletin/tables.ts'
import { talk } from '../vbulletin/talk.ts'
import { tablesOf, together } from '../words.ts'

/** What an upload belongs to, by the class of its content. */
const classes = '(SELECT contenttypeid, min(class) AS class FROM contenttype GROUP BY contenttypeid)'

/** Uploads of any kind of content, with their bytes in a table of their own. */
const uploads: Reader = {
  entity: 'attachment',
  from: 'attachment',
  key: ['attachmentid'],
  sql: `SELECT ${source}, d.attachmentid AS id, nullif(d.userid, '0') AS owner, CASE WHEN c.class = 'Post' THEN nullif(d.contentid, '0') END AS post,
    d.filename AS name, d.filedataid || '.attach' AS stored_name, f.filesize AS size, d.dateline AS at, d.caption AS comment, f.filehash AS md5,
    nullif(d.contentid, '0') IS NULL AS orphan
    FROM attachment d LEFT JOIN ${classes} c ON c.contenttypeid = d.contenttypeid LEFT JOIN filedata f ON f.filedataid = d.filedataid`,
  derive: { name: unescaped, comment: unescaped },
}

/** Bytes that no upload uses any more: they belonged to one that was deleted. */
const leftovers: Reader = {
  entity: 'attachment',
  from: 'filedata',
  key: ['filedataid'],
  sql: `SELECT ${source}, 'filedata:' || d.filedataid AS id, nullif(d.userid, '0') AS owner, concat(d.filedataid, '.', d.extension) AS name,
    d.filedataid || '.attach' AS stored_name, d.filesize AS size, d.dateline AS at, d.filehash AS md5, true AS orphan
    FROM filedata d WHERE NOT EXISTS (SELECT FROM attachment a WHERE a.filedataid = d.filedataid)`,
  rest: 'the bytes of attachments, which are read as such',
}

/** vBulletin 4: uploads of any content, with their bytes apart. */
export const vbulletin4: ForumAdapter = {
  engine: 'vbulletin',
  name: 'vbulletin4',
  versions: '4.0 to 4.2',
  about:
    'vBulletin 4: members, boards, posts with earlier versions, private and visitor messages, groups, attachments, polls, bans, infractions and logs.',
  needs: together(needs, classicNeeds, tablesOf({ user: 'password salt' })),
  optional: together(
    optional,
    classicOptional,
    tablesOf({
      attachment: 'attachmentid contenttypeid contentid userid dateline filedataid filename caption',
      filedata: 'filedataid userid dateline filesize filehash extension',
      contenttype: 'contenttypeid class',
      autosave: 'contenttypeid parentcontentid contentid userid pagetext title dateline',
    }),
  ),
  marks: ['attachment.contentid', 'filedata.filehash', 'contenttype.class'],
  lacks: ['node', 'closure', 'user.token', 'attachment.postid'],
  charset,
  site,
  reads: [
    members('d.password', 'd.salt'),
    ...profile,
    ...groups('d.forumid'),
    ...lists('buddy'),
    ...talk,
    ...messages,
    uploads,
    leftovers,
    ...pictures,
    ...social,
    ...records(
      `nullif(d.forumid, '0') AS board, nullif(d.threadid, '0') AS topic, nullif(d.postid, '0') AS post`,
      `nullif(d.postid, '0')`,
    ),
    ...deeds,
    ...subscriptions,
    {
      entity: 'draft',
      from: 'autosave',
      key: ['contenttypeid', 'parentcontentid', 'contentid', 'userid'],
      sql: `SELECT ${source}, concat_ws(':', 'autosave', d.contenttypeid, d.parentcontentid, d.contentid, d.userid) AS id, nullif(d.userid, '0') AS member,
        CASE c.class WHEN 'Post' THEN nullif(d.parentcontentid, '0') END AS topic, d.dateline AS at, d.title AS subject, d.pagetext AS text
        FROM autosave d LEFT JOIN contenttype c ON c.contenttypeid = d.contenttypeid`,
      derive: { subject: unescaped, plain: plain(vbulletinMarkup, 'text') },
    },
  ],
  nonEntities: {
    ...nonEntities,
    album: 'names of albums; their pictures are read as attachments',
    editlog: 'read into other rows: who edited a post, when and why',
    deletionlog: 'read into other rows: who deleted a post or topic, when and why',
  },
  markup: vbulletinMarkup,
}
