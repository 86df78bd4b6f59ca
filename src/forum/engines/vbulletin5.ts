import type { ForumAdapter } from '../forum.ts'
import { vbulletinMarkup } from '../markup/dialects.ts'
import { letters, nodes, searches, uploads } from '../vbulletin/nodes.ts'
import { groups, lists, members, profile } from '../vbulletin/people.ts'
import { discussions, pictures, records } from '../vbulletin/records.ts'
import { needs, nonEntities, optional, site } from '../vbulletin/tables.ts'
import { reasons, tablesOf, together } from '../words.ts'

/** vBulletin 5: boards, posts, messages and uploads are nodes below each other; passwords are a token and its scheme. */
export const vbulletin5: ForumAdapter = {
  engine: 'vbulletin',
  name: 'vbulletin5',
  versions: '5',
  about:
    'vBulletin 5: members, boards, posts with earlier versions, private messages, attachments, polls, bans, infractions, reports and logs.',
  needs: together(
    needs,
    tablesOf({
      user: 'token scheme',
      node: `nodeid contenttypeid publishdate unpublishdate userid authorname title description parentid displayorder starter created ipaddress
        deleteuserid deletereason open approved sticky`,
      channel: 'nodeid guid category',
      text: 'nodeid rawtext',
      privatemessage: 'nodeid msgtype',
      sentto: 'nodeid userid folderid deleted msgread',
    }),
  ),
  optional: together(
    optional,
    tablesOf({
      moderator: 'nodeid',
      moderatorlog: 'nodeid',
      reputation: 'nodeid',
      messagefolder: 'folderid userid title titlephrase',
      attach: 'nodeid filedataid filename caption',
      photo: 'nodeid filedataid caption',
      filedata: 'filedataid filesize filehash extension',
      link: 'nodeid url',
      redirect: 'nodeid tonodeid',
      nodeview: 'nodeid count',
      poll: 'nodeid timeout',
      polloption: 'polloptionid nodeid title votes',
      pollvote: 'pollvoteid userid nodeid polloptionid',
      report: 'nodeid reportnodeid closed',
      infraction: 'nodeid infractednodeid infracteduserid note customreason',
      editlog: 'nodeid userid dateline reason',
      postedithistory: 'postedithistoryid nodeid userid title dateline pagetext reason',
      autosavetext: 'parentid nodeid userid title pagetext dateline',
      subscribediscussion: 'subscribediscussionid userid discussionid',
      searchlog: 'searchlogid userid ipaddress json criteria dateline',
    }),
  ),
  marks: ['text.rawtext', 'channel.guid', 'sentto.folderid', 'closure.child', 'user.token'],
  lacks: ['post.pagetext', 'thread.postuserid', 'user.password'],
  site,
  reads: [
    members(`split_part(d.token, ' ', 1)`, `nullif(split_part(d.token, ' ', 2), '')`),
    ...profile,
    ...groups('d.nodeid'),
    ...lists('follow'),
    ...nodes,
    ...letters,
    ...uploads,
    ...pictures,
    ...records(`nullif(d.nodeid, '0') AS post`, `nullif(d.nodeid, '0')`).filter(
      (reader) => reader.from !== 'infraction',
    ),
    ...searches,
    discussions,
  ],
  nonEntities: {
    ...nonEntities,
    ...reasons({
      'which node is below which; read from the nodes themselves': 'closure',
      'read into other rows: what a node is besides its text': 'link redirect poll video gallery event',
      'read into other rows: folders of private messages': 'messagefolder',
      'read into other rows: how often a topic was seen': 'nodeview',
      'read into other rows: size and digest of uploads': 'filedata',
      'read into other rows: who edited a post, when and why': 'editlog',
    }),
  },
  markup: vbulletinMarkup,
}
