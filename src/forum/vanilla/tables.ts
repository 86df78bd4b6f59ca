import type { Tables } from '../forum.ts'
import { reasons, tablesOf } from '../words.ts'

/** What every Vanilla has and a board cannot be read without; names of columns in lower case. */
export const needs: Tables = tablesOf({
  User: 'userid name password hashmethod email datefirstvisit datelastactive dateinserted admin',
  Role: 'roleid name',
  UserRole: 'userid roleid',
  Category: 'categoryid parentcategoryid name description',
  Discussion:
    'discussionid categoryid insertuserid name body format closed announce dateinserted dateupdated updateuserid',
  Comment: 'commentid discussionid insertuserid body format dateinserted dateupdated updateuserid',
  Conversation: 'conversationid insertuserid',
  ConversationMessage: 'messageid conversationid body format insertuserid dateinserted',
  UserConversation: 'userid conversationid deleted datelastviewed',
})

const stamp = 'insertuserid dateinserted insertipaddress'

/** What is read where it is there. */
export const optional: Tables = tablesOf({
  User: 'title location about gender dateofbirth lastipaddress insertipaddress allipaddresses houroffset banned deleted confirmed countcomments countdiscussions',
  Role: 'type',
  UserIP: 'userid ipaddress dateinserted dateupdated',
  UserMeta: 'userid name value',
  UserAuthentication: 'foreignuserkey providerkey userid',
  Category: 'sort treeleft displayas archived allowdiscussions',
  Discussion: 'type insertipaddress updateipaddress countviews',
  Comment: 'insertipaddress updateipaddress',
  Conversation: 'subject type',
  ConversationMessage: 'insertipaddress',
  UserConversation: 'datecleared',
  Activity: `activityid activityuserid notifyuserid story format ${stamp}`,
  ActivityComment: `activitycommentid activityid body format ${stamp}`,
  Media: 'mediaid name path type size insertuserid dateinserted foreignid foreigntable',
  Draft: 'draftid discussionid categoryid insertuserid name body format dateinserted dateupdated',
  Poll: 'pollid name discussionid dateinserted',
  PollOption: 'polloptionid pollid body countvotes',
  PollVote: 'userid polloptionid',
  Ban: `banid bantype banvalue notes ${stamp}`,
  UserNote: `usernoteid type userid body recordtype recordid ${stamp}`,
  Flag: 'discussionid insertuserid foreignid foreigntype comment dateinserted',
  Log: `logid operation recordtype recordid recorduserid recorddate recordipaddress parentrecordid data ${stamp}`,
  roleRequest: `rolerequestid type roleid userid status ${stamp}`,
  Session: 'sessionid userid dateinserted dateupdated dateexpires',
  AccessToken: 'accesstokenid userid dateinserted insertipaddress datelastused',
  Invitation: 'invitationid email insertuserid dateinserted accepteduserid',
  UserMerge: 'mergeid olduserid newuserid insertuserid dateinserted',
  UserDiscussion: 'userid discussionid bookmarked',
  UserCategory: 'userid categoryid followed',
})

/** Columns of packed addresses (text before 2.3). */
export const packed: readonly string[] = [
  ...['Discussion.updateipaddress', 'Comment.updateipaddress'],
  ...['User.lastipaddress', 'User.insertipaddress', 'UserIP.ipaddress', 'Log.recordipaddress'],
  ...[
    'Discussion',
    'Comment',
    'ConversationMessage',
    'Activity',
    'ActivityComment',
    'Ban',
    'UserNote',
    'Log',
    'AccessToken',
    'roleRequest',
  ].map((table) => `${table}.insertipaddress`),
]

/** Tables that hold no entity, and why. */
export const nonEntities: Readonly<Record<string, string>> = reasons({
  'read into other rows': 'Conversation Poll',
  'what was moved when accounts were merged': 'UserMergeItem',
  'settings and texts of the software':
    'Locale Message Regarding Tag TagDiscussion ActivityType Theme themeAsset theme Addon addon UserAuthenticationProvider Spammer Photo CategoryPhoto Emoji Reaction ReactionType Badge BadgeCategory Rank Configuration knowledgeBase Pocket collection collectionRecord roleRequestMeta userAttributes profileField recordStatus postType',
  permissions: 'Permission',
  'what a member has seen, marked, liked or asked to be told of; no content':
    'UserComment UserPoints UserTag UserBadge DiscussionLastVisit AnalyticsLocal contentDraft notificationPreference UserReaction reaction Favorite UserCategoryFollow',
  'the search index, made from the posts': 'SearchIndex Search',
  'secrets of log-ins; see the mirror':
    'UserAuthenticationNonce UserAuthenticationToken Nonce ApiKey webhook webhookDelivery',
  'what members take part in, read from the posts': 'UserDiscussionParticipated ConversationRead',
  'work the software has before it or has done': 'Attachment remoteResource reactionOwner dirtyRecord jobStatus',
})

/** Everything about the board as a whole stands in a file of the installation. */
export const site =
  'SELECT NULL::text AS address, NULL::text AS title, NULL::text AS version, NULL::text AS base_url, NULL::text AS timezone'
