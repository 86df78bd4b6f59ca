/** How the addresses of a forum software speak: which page is which, and where they hold identifiers. */
export interface Habits {
  readonly engines: readonly string[]
  /** Tested on `path?query`, the first that fits; all but `logout` and `own` only for what is sent. */
  readonly login: RegExp
  readonly logout: RegExp
  readonly register: RegExp
  readonly message: RegExp
  readonly edit: RegExp
  readonly report: RegExp
  readonly write: RegExp
  /** Parameters that hold a session identifier, a board, a topic, the post that is edited. */
  readonly session: readonly string[]
  readonly board: readonly string[]
  readonly topic: readonly string[]
  readonly about: readonly string[]
  /** Pages that show and change the account of their reader; the first group is its id. */
  readonly own: RegExp | null
  /** Pages whose forms are sent to an address that says nothing more: what is sent is then known by the page it came from. */
  readonly plain?: RegExp
}

const never = /(?!)/

/** Sources: the scripts' names and parameters as each software's own pages link to them. */
export const habits: readonly Habits[] = [
  {
    engines: ['phpbb'],
    login: /\/ucp\.php\?(?:.*&)?mode=login\b|\/login\.php(?:\?|$)/,
    logout: /\/ucp\.php\?(?:.*&)?mode=logout\b|\/login\.php\?(?:.*&)?logout=/,
    register: /\/ucp\.php\?(?:.*&)?mode=register\b|\/profile\.php\?(?:.*&)?mode=register\b/,
    message: /\/ucp\.php\?(?:.*&)?i=(?:ucp_)?pm\b|\/privmsg\.php/,
    edit: /\/posting\.php\?(?:.*&)?mode=(?:edit|editpost)\b/,
    report: /\/report\.php|\/post\/\d+\/report\b/,
    write: /\/posting\.php(?!\?(?:.*&)?mode=(?:delete|edit))/,
    session: ['sid'],
    board: ['f'],
    topic: ['t'],
    about: ['p'],
    own: null,
  },
  {
    engines: ['fluxbb', 'punbb'],
    login: /\/login\.php(?:$|\?(?:.*&)?action=in\b)/,
    logout: /\/login\.php\?(?:.*&)?action=out\b/,
    register: /\/register\.php/,
    message: /\/pms_(?:send|post)\.php|\/message_send\.php/,
    edit: /\/edit\.php/,
    report: /\/misc\.php\?(?:.*&)?report=/,
    write: /\/post\.php/,
    session: [],
    board: ['fid'],
    topic: ['tid'],
    about: ['id', 'report'],
    own: /\/(?:profile\.php\?(?=.*\bsection=(?!admin)|.*\baction=(?:change_|upload_))|login\.php\?(?=.*\baction=out)).*\bid=(\d+)/,
  },
  {
    engines: ['mybb'],
    login: /\/member\.php(?:$|\?(?:.*&)?action=(?:do_)?login\b)|\/admin\/index\.php$/,
    logout: /\/member\.php\?(?:.*&)?action=logout\b/,
    register: /\/member\.php\?(?:.*&)?action=(?:do_)?register\b/,
    message: /\/private\.php/,
    edit: /\/editpost\.php/,
    report: /\/report\.php/,
    write: /\/new(?:reply|thread)\.php/,
    session: ['sid'],
    board: ['fid'],
    topic: ['tid'],
    about: ['pid'],
    own: null,
    plain: /\/member\.php$/,
  },
  {
    engines: ['vbulletin'],
    login: /\/login\.php\?(?:.*&)?do=login\b|\/auth\/login/,
    logout: /\/login\.php\?(?:.*&)?do=logout\b|\/auth\/logout/,
    register: /\/register\.php|\/registration\/registration/,
    message: /\/private\.php\?(?:.*&)?do=insertpm\b|\/privatemessage\//,
    edit: /\/editpost\.php/,
    report: /\/report\.php/,
    write: /\/new(?:reply|thread)\.php|\/create-content\//,
    session: ['s'],
    board: ['f'],
    topic: ['t'],
    about: ['p'],
    own: /\/login\.php\?(?=.*\bdo=logout).*\bu=(\d+)/,
  },
  {
    engines: ['smf'],
    login: /\baction=login2\b/,
    logout: /\baction=logout\b/,
    register: /\baction=(?:register2|signup2)\b/,
    message: /\baction=pm;(?:.*;)?sa=(?:send2|post2)\b/,
    edit: never,
    report: /\baction=reporttm\b/,
    write: /\baction=post2\b/,
    session: ['PHPSESSID'],
    board: ['board'],
    topic: ['topic'],
    about: ['msg'],
    own: /\baction=(?:login2;sa=check;member|profile\b(?=.*\b(?:area|sa)=(?:account|forumprofile|theme|notification|ignoreprefs|authentication|pmprefs)).*\bu)=(\d+)/,
  },
  {
    engines: ['invision'],
    login: /\bact=Login&CODE=01|\bmodule=global&section=login\b.*\bdo=process|\/login\/(?:\?|$)/i,
    logout: /\bact=Login&CODE=03|\bsection=login\b.*\bdo=logout|\/logout\//i,
    register: /\bact=Reg\b|\bsection=register\b|\/register\//i,
    message: /\bact=Msg\b|\bmodule=messaging\b|\/messenger\/compose/i,
    edit: /\bdo=edit_post_do\b|\bdo=editComment\b/i,
    report: /\bmodule=reports\b|\bdo=report\w*/i,
    write: /\bact=Post\b|\bmodule=post\b|\bdo=add\b|\/topic\/\d+/i,
    session: ['s'],
    board: ['f'],
    topic: ['t'],
    about: ['p'],
    own: null,
  },
  {
    engines: ['xenforo'],
    login: /\/login\/login\b/,
    logout: /\/logout\b/,
    register: /\/register\/(?:register|facebook|google)?/,
    message: /\/conversations\/(?:add|insert|[^/]*\.\d+\/(?:add-reply|insert-reply))/,
    edit: /\/posts\/\d+\/(?:save|edit)/,
    report: /\/posts\/\d+\/report/,
    write:
      /\/threads\/[^/]*\.\d+\/(?:add-reply|insert-reply)|\/forums\/[^/]*\/(?:add-thread|post-thread|create-thread)/,
    session: [],
    board: [],
    topic: [],
    about: [],
    own: null,
  },
  {
    engines: ['woltlab'],
    login: /\/login\/|\?login\/|\bform=UserLogin\b/i,
    logout: /\/logout\/|\?logout\/|\baction=UserLogout\b/i,
    register: /\/register\/|\?register\/|\bform=Register\b/i,
    message: /conversation(?:-message)?-add\/|\bform=PMNew\b/i,
    edit: /(?:thread|post)-edit\/|\bform=PostEdit\b/i,
    report: never,
    // A quick answer is sent to the address that takes all such calls.
    write: /(?:thread|post)-add\/|ajax-proxy\/|\bform=(?:Thread|Post)Add\b|\baction=AJAXProxy\b/i,
    session: ['s'],
    board: ['boardID'],
    topic: ['threadID'],
    about: ['postID'],
    own: null,
  },
  {
    engines: ['vanilla'],
    login: /\/entry\/(?:signin|password)\b/i,
    logout: /\/entry\/signout\b/i,
    register: /\/entry\/register\b/i,
    message: /\/messages\/(?:add|addmessage)\b|\/api\/v2\/messages\b/i,
    edit: /\/post\/edit(?:comment|discussion)\/\d+|\/api\/v2\/(?:comments|discussions)\/\d+/i,
    report: /\/flag\/|\/reactions?\/flag\b/i,
    write: /\/post\/(?:comment|discussion|question|poll)\b|\/api\/v2\/(?:comments|discussions)$/i,
    session: [],
    board: [],
    topic: ['discussionid', 'DiscussionID'],
    about: [],
    own: null,
  },
  {
    engines: ['flarum'],
    login: /\/login$/,
    logout: /\/logout\b/,
    register: /\/register$/,
    message: /\/api\/dialog-messages\b/,
    // A change is sent as PATCH, or as POST that says so in a header.
    edit: /\/api\/posts\/\d+/,
    report: /\/api\/flags\b/,
    write: /\/api\/(?:posts|discussions)$/,
    session: [],
    board: [],
    topic: [],
    about: [],
    own: null,
  },
  {
    engines: ['discourse'],
    login: /\/session(?:\.json)?$/,
    logout: never,
    register: /\/u(?:sers)?(?:\.json)?$/,
    message: /\/chat\/\d+(?:\.json)?$/,
    edit: /\/posts\/\d+/,
    report: /\/post_actions\b/,
    write: /\/posts(?:\.json)?$/,
    session: [],
    board: [],
    topic: [],
    about: [],
    own: null,
  },
  {
    engines: ['nodebb'],
    login: /\/login$/,
    logout: /\/logout$/,
    register: /\/register(?:\/complete)?$/,
    message: /\/api\/v\d\/chats(?:\/\d+)?$/,
    edit: /\/api\/v\d\/posts\/\d+$/,
    report: /\/api\/v\d\/flags\b/,
    write: /\/api\/v\d\/topics(?:\/\d+)?$|\/compose$/,
    session: [],
    board: [],
    topic: [],
    about: [],
    own: null,
  },
]

/** Methods by which something is sent: forms know POST only, programs on a page the others too. */
export const sending = ['POST', 'PUT', 'PATCH']

/** Words for boards of software that is not in the list: what most call their pages. */
const others: Habits = {
  engines: [],
  login: /\blog-?in\b/i,
  logout: /\blog-?out\b/i,
  register: /\bregister\b|\bsignup\b/i,
  message: /\b(?:pm|messages?|conversations?)\b/i,
  edit: /\bedit/i,
  report: /\breport\b/i,
  write: /\b(?:post|reply|newtopic|newthread|posting)\b/i,
  session: [],
  board: [],
  topic: [],
  about: [],
  own: null,
}

/** How the addresses of this software speak. */
export function habitsOf(engine: string): Habits {
  return habits.find((h) => h.engines.includes(engine)) ?? others
}
