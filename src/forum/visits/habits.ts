/** How the addresses of a forum software speak: which page is which, and where they hold identifiers. */
export interface Habits {
  readonly engines: readonly string[]
  /** Tested on `path?query`, the first that fits; all but `logout` and `own` only for POST. */
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
]

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
