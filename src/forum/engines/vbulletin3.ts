import { unescaped } from '../derived.ts'
import { type ForumAdapter, type Reader, source } from '../forum.ts'
import { vbulletinMarkup } from '../markup/dialects.ts'
import { messages } from '../vbulletin/messages.ts'
import { groups, lists, members, profile } from '../vbulletin/people.ts'
import { pictures, records, subscriptions } from '../vbulletin/records.ts'
import { deeds, social } from '../vbulletin/social.ts'
import { charset, classicNeeds, classicOptional, needs, nonEntities, optional, site } from '../vbulletin/tables.ts'
import { talk } from '../vbulletin/talk.ts'
import { tablesOf, together } from '../words.ts'

/** Uploads: in posts, and in albums since 3.7. */
const uploads: readonly Reader[] = [
  {
    entity: 'attachment',
    from: 'attachment',
    key: ['attachmentid'],
    sql: `SELECT ${source}, d.attachmentid AS id, nullif(d.userid, '0') AS owner, nullif(d.postid, '0') AS post, d.filename AS name,
      d.attachmentid || '.attach' AS stored_name, d.filesize AS size, d.dateline AS at, d.filehash AS md5,
      nullif(d.postid, '0') IS NULL AS orphan FROM attachment d`,
    derive: { name: unescaped },
  },
  {
    entity: 'attachment',
    from: 'picture',
    key: ['pictureid'],
    sql: `SELECT ${source}, 'picture:' || d.pictureid AS id, nullif(d.userid, '0') AS owner, concat(d.pictureid, '.', d.extension) AS name,
      d.pictureid || '.picture' AS stored_name, d.filesize AS size, a.dateline AS at, d.caption AS comment, false AS orphan
      FROM picture d LEFT JOIN (SELECT pictureid, min(dateline) AS dateline FROM albumpicture GROUP BY pictureid) a ON a.pictureid = d.pictureid`,
    derive: { comment: unescaped },
  },
]

/** vBulletin 3: uploads belong to posts, pictures of albums have a table of their own. */
export const vbulletin3: ForumAdapter = {
  engine: 'vbulletin',
  name: 'vbulletin3',
  versions: '3.5 to 3.8',
  about:
    'vBulletin 3: members, boards, posts with earlier versions, private and visitor messages, groups, attachments, polls, bans, infractions and logs.',
  needs: together(needs, classicNeeds, tablesOf({ user: 'password salt' })),
  optional: together(
    optional,
    classicOptional,
    tablesOf({
      attachment: 'attachmentid userid dateline filename filesize postid filehash',
      picture: 'pictureid userid caption extension filesize',
      albumpicture: 'pictureid dateline',
    }),
  ),
  marks: ['attachment.posthash', 'usertextfield.pmfolders', 'pmtext.touserarray', 'post.pagetext', 'thread.postuserid'],
  lacks: ['filedata', 'attachment.contentid', 'node', 'closure', 'user.token'],
  charset,
  site,
  reads: [
    members('d.password', 'd.salt'),
    ...profile,
    ...groups('d.forumid'),
    ...lists('buddy'),
    ...talk,
    ...messages,
    ...uploads,
    ...pictures,
    ...social,
    ...records(
      `nullif(d.forumid, '0') AS board, nullif(d.threadid, '0') AS topic, nullif(d.postid, '0') AS post`,
      `nullif(d.postid, '0')`,
    ),
    ...deeds,
    ...subscriptions,
  ],
  nonEntities: {
    ...nonEntities,
    album: 'names of albums; their pictures are read',
    albumpicture: 'read into other rows: when a picture was added',
    editlog: 'read into other rows: who edited a post, when and why',
    deletionlog: 'read into other rows: who deleted a post or topic, when and why',
  },
  markup: vbulletinMarkup,
}
