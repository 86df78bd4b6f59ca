import { toxChecksumHolds } from './checksums.ts'

/**
 * A messenger or social service and how its handles look. A handle is only ever read next to one of the cue words,
 * from a link of the service, or, for `unmistakable` shapes, alone.
 */
export interface Service {
  readonly name: string
  /** Lower-case words people use for it, in the languages met so far. */
  readonly cues: readonly string[]
  /** The whole handle, after a leading `@` was taken off. */
  readonly shape: RegExp
  /** The cue is an ordinary word too: only `cue: handle` and `cue @handle` count. */
  readonly ordinary?: boolean
  /** Shape enough without a cue (long, or with a checksum). */
  readonly unmistakable?: boolean
  readonly fold?: (handle: string) => string | null
  /** What stands before the handle in a link, as `host/path/`, the longest first. */
  readonly links?: readonly string[]
  /** First path parts of such links that are not handles. */
  readonly notHandles?: readonly string[]
}

const lower = (handle: string) => handle.toLowerCase()
const digits = (handle: string) => handle.replace(/[ .-]/g, '')
const mailbox = /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$/
const mailboxOrName = /^(?:[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|[a-z][\w.-]{3,31})$/i

/** In order of how often they are met; the first that fits a link wins. */
export const services: readonly Service[] = [
  {
    name: 'telegram',
    cues: [
      'telegram',
      'telegramm',
      'tg',
      'tlgrm',
      'телеграм',
      'телеграмм',
      'телеграме',
      'телега',
      'телеге',
      'тг',
      'τηλεγραμ',
      'telegramie',
      'telegrama',
    ],
    shape: /^[a-z][a-z0-9_]{3,31}$/i,
    links: ['t.me/s/', 't.me/', 'telegram.me/', 'telegram.dog/'],
    notHandles: ['joinchat', 'share', 'addstickers', 'proxy', 'socks', 'iv', 'login', 'addlist', 's'],
  },
  {
    name: 'skype',
    cues: ['skype', 'skypename', 'skypeid', 'skypen', 'skypem', 'skypie', 'скайп', 'скайпе', 'σκάιπ', 'σκαιπ'],
    shape: /^(?:live:)?[a-z.][a-z0-9.,_-]{4,49}$/i,
  },
  {
    name: 'icq',
    cues: ['icq', 'uin', 'аська', 'аське', 'ася', 'асю'],
    shape: /^\d{2,3}(?:[ .-]?\d){3,7}$/,
    fold: digits,
    links: ['icq.im/', 'icq.com/people/'],
  },
  { name: 'jabber', cues: ['jabber', 'jid', 'xmpp', 'джаббер', 'жаба', 'жаббер'], shape: mailbox },
  {
    name: 'discord',
    cues: ['discord', 'discordtag', 'дискорд', 'дискорде', 'дс'],
    shape: /^(?:[\p{L}\p{N}_.-]{2,32}#\d{4}|[a-z0-9_.]{2,32})$/iu,
    links: ['discord.com/users/', 'discordapp.com/users/'],
  },
  { name: 'wickr', cues: ['wickr', 'wickrme', 'викр'], shape: /^[a-z0-9][a-z0-9_-]{1,31}$/i },
  { name: 'session', cues: ['session', 'sessionid'], shape: /^05[0-9a-f]{64}$/i, ordinary: true, unmistakable: true },
  {
    name: 'threema',
    cues: ['threema', 'threemaid'],
    shape: /^[*A-Z0-9][A-Z0-9]{7}$/,
    fold: (handle) => handle.toUpperCase(),
    links: ['threema.id/'],
  },
  { name: 'signal', cues: ['signal', 'сигнал'], shape: /^[a-z_][a-z0-9_]{2,31}\.\d{2,9}$/i, ordinary: true },
  {
    name: 'tox',
    cues: ['tox', 'toxid', 'qtox', 'utox'],
    shape: /^[0-9a-f]{76}$/i,
    ordinary: true,
    unmistakable: true,
    fold: (handle) => (toxChecksumHolds(handle) ? handle.toUpperCase() : null),
  },
  {
    name: 'matrix',
    cues: ['matrix', 'element', 'riot'],
    shape: /^@?[a-z0-9._=/+-]{1,64}:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}(?::\d{2,5})?$/i,
    fold: (handle) => `@${handle.replace(/^@/, '').toLowerCase()}`,
    links: ['matrix.to/#/@'],
    ordinary: true,
  },
  { name: 'kik', cues: ['kik', 'kikme', 'кик'], shape: /^[a-z0-9._]{2,20}$/i, links: ['kik.me/'] },
  {
    name: 'snapchat',
    cues: ['snapchat', 'snap', 'снапчат', 'снэпчат'],
    shape: /^[a-z][a-z0-9._-]{1,13}[a-z0-9]$/i,
    links: ['snapchat.com/add/', 'snapchat.com/t/'],
  },
  {
    name: 'instagram',
    cues: ['instagram', 'insta', 'ig', 'инстаграм', 'инста', 'инсте'],
    shape: /^[a-z0-9._]{2,30}$/i,
    links: ['instagram.com/', 'instagr.am/'],
    notHandles: ['p', 'explore', 'reel', 'reels', 'stories', 'accounts', 'tv', 'about', 'developer', 'legal'],
  },
  {
    name: 'facebook',
    cues: ['facebook', 'fb', 'фейсбук', 'фб'],
    shape: /^[a-z0-9.]{4,50}$/i,
    links: ['facebook.com/profile.php?id=', 'facebook.com/', 'fb.com/', 'fb.me/', 'm.me/'],
    notHandles: [
      'pages',
      'groups',
      'sharer',
      'sharer.php',
      'share',
      'photo',
      'photo.php',
      'events',
      'watch',
      'permalink.php',
      'story.php',
      'profile.php',
      'login',
      'help',
      'plugins',
      'home.php',
      'marketplace',
      'media',
      'video',
      'videos',
    ],
  },
  {
    name: 'twitter',
    cues: ['twitter', 'твиттер', 'твиттере'],
    shape: /^\w{2,15}$/,
    links: ['twitter.com/', 'x.com/'],
    notHandles: ['home', 'search', 'intent', 'i', 'hashtag', 'share', 'login', 'explore', 'settings', 'tos', 'privacy'],
  },
  {
    name: 'vk',
    cues: ['vk', 'vkontakte', 'вк', 'вконтакте'],
    shape: /^[a-z][a-z0-9._]{3,31}$/i,
    links: ['vk.com/', 'vkontakte.ru/', 'vk.me/'],
    notHandles: ['feed', 'search', 'video', 'album', 'wall', 'photo', 'topic', 'doc', 'away.php', 'share.php'],
  },
  { name: 'yahoo', cues: ['yahoo', 'yim', 'ymsgr'], shape: mailboxOrName },
  { name: 'msn', cues: ['msn', 'wlm', 'msnm'], shape: mailbox },
  {
    name: 'aim',
    cues: ['aim', 'aol'],
    shape: /^[a-z][a-z0-9._-]{2,31}$/i,
    ordinary: true,
    links: ['aim:goim?screenname='],
  },
  {
    name: 'google',
    cues: ['gtalk', 'hangouts', 'googletalk', 'googleplus'],
    shape: mailboxOrName,
    links: ['plus.google.com/'],
  },
  {
    name: 'youtube',
    cues: ['youtube', 'ютуб'],
    shape: /^[\p{L}\p{N}][\p{L}\p{N}._-]{2,29}$/iu,
    // Channel ids, unlike names, tell capitals apart.
    fold: (handle) => (/^UC[\w-]{22}$/.test(handle) ? handle : lower(handle)),
    links: ['youtube.com/@', 'youtube.com/user/', 'youtube.com/c/', 'youtube.com/channel/'],
    ordinary: true,
  },
  {
    name: 'reddit',
    cues: ['reddit'],
    shape: /^[\w-]{3,20}$/,
    ordinary: true,
    links: ['reddit.com/user/', 'reddit.com/u/'],
  },
  { name: 'tiktok', cues: ['tiktok', 'тикток'], shape: /^[\w.]{2,24}$/, links: ['tiktok.com/@'] },
  {
    name: 'steam',
    cues: ['steam'],
    shape: /^[\w-]{2,32}$/,
    ordinary: true,
    links: ['steamcommunity.com/id/', 'steamcommunity.com/profiles/'],
  },
  { name: 'wechat', cues: ['wechat', 'weixin', '微信'], shape: /^[a-z][a-z0-9_-]{5,19}$/i },
  { name: 'qq', cues: ['qq'], shape: /^\d{5,11}$/ },
  { name: 'line', cues: ['lineid'], shape: /^[a-z0-9._-]{4,20}$/i, links: ['line.me/ti/p/~'] },
  { name: 'wire', cues: ['wire'], shape: /^[a-z0-9_.-]{2,21}$/i, ordinary: true },
  {
    name: 'fediverse',
    cues: ['mastodon', 'fediverse', 'pleroma'],
    shape: /^@?[\w.-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}$/i,
  },
  { name: 'keybase', cues: ['keybase'], shape: /^[a-z0-9_]{2,16}$/i, links: ['keybase.io/'] },
]

const byName = new Map(services.map((service) => [service.name, service]))
const byCue = new Map(services.flatMap((service) => service.cues.map((cue) => [cue, service] as const)))
/** Field names of forum software that are no cue words in prose. */
const aliases: Readonly<Record<string, string>> = {
  aol: 'aim',
  wlm: 'msn',
  msnm: 'msn',
  yim: 'yahoo',
  gtalk: 'google',
  snap: 'snapchat',
  xmpp: 'jabber',
}

export function serviceNamed(name: string): Service | null {
  return byName.get(name) ?? null
}

export function serviceOfCue(cue: string): Service | null {
  return byCue.get(cue) ?? null
}

/** A place where a service's links begin: `/user/` of youtube.com. */
export interface LinkPlace {
  readonly service: Service
  readonly path: string
}

const byHost = new Map<string, LinkPlace[]>()
for (const service of services) {
  for (const link of service.links ?? []) {
    const slash = link.indexOf('/')
    const host = link.slice(0, slash)
    byHost.set(host, [...(byHost.get(host) ?? []), { service, path: link.slice(slash) }])
  }
}

/** Where links of services begin on a host, the longest path first. */
export function linkPlaces(host: string): readonly LinkPlace[] {
  const bare = host.toLowerCase().replace(/^(?:www|m|mobile|web|[a-z]{2}-[a-z]{2})\./, '')
  return byHost.get(bare) ?? byHost.get(host.toLowerCase()) ?? []
}

/** The service a profile field speaks of, from the name the software gives the field: `pf_phpbb_icq`, `Skype`, `user_aim`. */
export function serviceOfField(field: string): Service | null {
  const word = field
    .toLowerCase()
    .replace(/^(?:pf_|user_|phpbb_|cust_|contact_)+/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
  const bare = word.replace(/(?:name|id|number|nick|handle)$/, '')
  return (
    byName.get(aliases[word] ?? word) ?? byName.get(aliases[bare] ?? bare) ?? byCue.get(word) ?? byCue.get(bare) ?? null
  )
}

/** A handle of a known service in its one form, without the service; null when it cannot be one. */
export function foldHandle(service: Service, raw: string): string | null {
  let text = raw.trim()
  if (text.length > 200) return null
  const link = handleInLink(service, text)
  if (link !== null) text = link
  if (service.name !== 'matrix') text = text.replace(/^[@~]/, '')
  const candidate = service.name === 'threema' ? text.toUpperCase() : text
  if (!service.shape.test(candidate)) return null
  return (service.fold ?? lower)(candidate)
}

/** `value` of the kind `handle`: `telegram:anna_rails`. */
export function handleValue(service: Service, raw: string): string | null {
  const folded = foldHandle(service, raw)
  return folded === null ? null : `${service.name}:${folded}`
}

function handleInLink(service: Service, text: string): string | null {
  const bare = text.replace(/^https?:\/\//i, '').replace(/^(?:www|m|mobile)\./i, '')
  for (const link of service.links ?? []) {
    if (bare.slice(0, link.length).toLowerCase() !== link) continue
    const rest = /^[^/?&#\s]+/.exec(bare.slice(link.length).replace(/^@/, ''))?.[0]
    return rest === undefined || service.notHandles?.includes(rest.toLowerCase()) ? '' : rest
  }
  return null
}
