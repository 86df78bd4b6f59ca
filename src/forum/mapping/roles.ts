/** What a column of a seized table can be to an entity. */
export interface Role {
  readonly name: string
  /** Without it the table cannot be read as this entity. */
  readonly needed?: true
  /** How its values are read; text when left out. */
  readonly as?: 'time' | 'address' | 'flag' | 'number' | 'account' | 'reference'
  /** Names that software gives such columns, in lower case without `_`; the more telling first. */
  readonly called: readonly string[]
}

/** Entities a mapping can speak of. */
export const mappable = ['member', 'profile_field', 'board', 'topic', 'post', 'message', 'attachment', 'login'] as const
export type Mappable = (typeof mappable)[number]

/** The roles that together name a row of an entity. */
export const naming: Readonly<Record<Mappable, readonly string[]>> = {
  member: ['id'],
  profile_field: ['member', 'field', 'value'],
  board: ['id'],
  topic: ['id'],
  post: ['id'],
  message: ['id'],
  attachment: ['id'],
  login: ['member', 'at', 'ip'],
}

const words = (text: string): readonly string[] => text.split(' ')
const id: Role = { name: 'id', needed: true, called: words('id uid pid tid fid nr no num key') }
const author: Role = {
  name: 'author',
  as: 'account',
  called: words(
    'authorid userid posterid memberid accountid fromid senderid ownerid firstpostuserid starterid author user poster member uid owner createdby',
  ),
}
const authorName: Role = {
  name: 'author_name',
  called: words('authorname username postername membername firstpostguestname author poster user nick name by sender'),
}
const at: Role = {
  name: 'at',
  as: 'time',
  called: words(
    'createdat created posttime posted dateline dategmt date time datestamp added timestamp postedat senton sent datesent firstposttime when ctime datum',
  ),
}
const ip: Role = { name: 'ip', as: 'address', called: words('ip ipaddress posterip ipaddr address remoteaddr host') }
const text: Role = {
  name: 'text',
  needed: true,
  called: words('text message body content posttext post msg comment inhalt bericht texte'),
}
const subject: Role = { name: 'subject', called: words('subject title topic betreff onderwerp sujet') }

/** The roles of each entity, those that are found by their values alone first. */
export const roles: Readonly<Record<Mappable, readonly Role[]>> = {
  member: [
    id,
    {
      name: 'name',
      needed: true,
      called: words(
        'username name login nick nickname membername user displayname account handle benutzername pseudo naam',
      ),
    },
    { name: 'email', called: words('email mail emailaddress usermail useremail') },
    { name: 'password', called: words('password passwd pass passhash passwordhash pwd userpw hash') },
    {
      name: 'joined_at',
      as: 'time',
      called: words(
        'joinedat joined registered regdate registerdate registeredat createdat created dateregistered dateadded since',
      ),
    },
    {
      name: 'joined_from',
      as: 'address',
      called: words('regip registrationip registerip joinedfrom signupip ip userip'),
    },
    {
      name: 'last_seen_at',
      as: 'time',
      called: words(
        'lastvisit lastseen lastactive lastlogin lastactivity lastvisitdate datelastactive lastseenat lastloginat seen',
      ),
    },
    { name: 'last_ip', as: 'address', called: words('lastip ip userip currentip loginip') },
    { name: 'birthday', called: words('birthday birthdate dateofbirth dob born geburtstag') },
    { name: 'location', called: words('location city place from country ort plaats ville') },
    { name: 'website', called: words('website url homepage web www') },
    { name: 'title', called: words('title rank usertitle customtitle') },
    { name: 'signature', called: words('signature sig usersig') },
    { name: 'posts', as: 'number', called: words('posts numposts postcount messages postnum') },
  ],
  profile_field: [
    { name: 'member', needed: true, as: 'account', called: words('userid memberid uid accountid user member account') },
    { name: 'field', needed: true, called: words('field fieldid fieldname metakey key name type typeid') },
    { name: 'value', needed: true, called: words('value fieldvalue metavalue data content text') },
  ],
  board: [
    id,
    { name: 'name', needed: true, called: words('title name forumname boardname label subject category') },
    { name: 'parent', as: 'reference', called: words('parent parentid parentforum up category catid categoryid') },
    { name: 'description', called: words('description desc forumdesc about text') },
    {
      name: 'position',
      as: 'number',
      called: words('position disporder displayorder ordering orderid order sort menuorder rank'),
    },
  ],
  topic: [
    id,
    { name: 'title', needed: true, called: words('title subject topictitle name thread betreff') },
    {
      name: 'board',
      as: 'reference',
      called: words('boardid forumid fid board forum categoryid category catid section cid bid parent'),
    },
    author,
    authorName,
    at,
    ip,
    { name: 'views', as: 'number', called: words('views numviews viewcount threadviewcount hits reads') },
    { name: 'locked', as: 'flag', called: words('locked closed islocked isclosed') },
    { name: 'deleted', as: 'flag', called: words('deleted isdeleted hidden removed trash') },
    { name: 'text', called: text.called },
  ],
  post: [
    id,
    text,
    {
      name: 'topic',
      as: 'reference',
      called: words('topicid threadid tid topic thread discussionid conversation root parent parentid'),
    },
    {
      name: 'board',
      as: 'reference',
      called: words('boardid forumid fid board forum section category catid categoryid'),
    },
    author,
    authorName,
    at,
    ip,
    subject,
    {
      name: 'edited_at',
      as: 'time',
      called: words('editedat edited edittime lastedit updatedat updated modifiedtime modifiedgmt modified'),
    },
    { name: 'deleted', as: 'flag', called: words('deleted isdeleted hidden removed trash') },
  ],
  message: [
    id,
    text,
    author,
    authorName,
    {
      name: 'recipient',
      as: 'account',
      called: words('toid touserid recipientid receiverid to recipient receiver touser targetid target'),
    },
    { name: 'thread', as: 'reference', called: words('threadid conversationid thread conversation parentid root') },
    at,
    ip,
    subject,
  ],
  attachment: [
    id,
    { name: 'name', needed: true, called: words('filename realname name originalname origname file title') },
    { name: 'stored_name', called: words('storedname diskname physicalname path location hash savedas') },
    { name: 'owner', as: 'account', called: author.called },
    { name: 'post', as: 'reference', called: words('postid pid post messageid mesid mid parentid') },
    { name: 'size', as: 'number', called: words('size filesize bytes length') },
    at,
    { name: 'media_type', called: words('mediatype mimetype mime contenttype filetype type') },
    { name: 'md5', called: words('md5 filehash hash checksum') },
  ],
  login: [
    { name: 'member', needed: true, as: 'account', called: words('userid memberid uid accountid user member account') },
    { ...at, needed: true, called: ['logintime', 'loginat', 'loggedat', 'lastactivity', ...at.called] },
    ip,
    { name: 'agent', called: words('useragent agent browser ua') },
  ],
}
