/** The rows phpBB's installer leaves before anybody has written a word; names are the software's own. */
import type { Value } from '../sql/dump.ts'

type Rows = readonly (readonly Value[])[]

/** Robots the installer registers, in the order of their numbers from 3 on, with the agent text they are known by. */
export const robots: readonly (readonly [name: string, agent: string])[] = [
  'AdsBot [Google]|AdsBot-Google',
  'Ahrefs [Bot]|AhrefsBot/',
  'Alexa [Bot]|ia_archiver',
  'Alta Vista [Bot]|Scooter/',
  'Amazon [Bot]|Amazonbot/',
  'Ask Jeeves [Bot]|Ask Jeeves',
  'Baidu [Spider]|Baiduspider',
  'Bing [Bot]|bingbot/',
  'DuckDuckGo [Bot]|DuckDuckBot/',
  'Exabot [Bot]|Exabot',
  'FAST Enterprise [Crawler]|FAST Enterprise Crawler',
  'FAST WebCrawler [Crawler]|FAST-WebCrawler/',
  'Francis [Bot]|http://www.neomo.de/',
  'Gigabot [Bot]|Gigabot/',
  'Google Adsense [Bot]|Mediapartners-Google',
  'Google Desktop|Google Desktop',
  'Google Feedfetcher|Feedfetcher-Google',
  'Google [Bot]|Googlebot',
  'Heise IT-Markt [Crawler]|heise-IT-Markt-Crawler',
  'Heritrix [Crawler]|heritrix/1.',
  'IBM Research [Bot]|ibm.com/cs/crawler',
  'ICCrawler - ICjobs|ICCrawler - ICjobs',
  'ichiro [Crawler]|ichiro/',
  'Majestic-12 [Bot]|MJ12bot/',
  'Metager [Bot]|MetagerBot/',
  'MSN NewsBlogs|msnbot-NewsBlogs/',
  'MSN [Bot]|msnbot/',
  'MSNbot Media|msnbot-media/',
  'NG-Search [Bot]|NG-Search/',
  'Nutch [Bot]|http://lucene.apache.org/nutch/',
  'Nutch/CVS [Bot]|NutchCVS/',
  'OmniExplorer [Bot]|OmniExplorer_Bot/',
  'Online link [Validator]|online link validator',
  'psbot [Picsearch]|psbot/0',
  'Seekport [Bot]|Seekbot/',
  'Semrush [Bot]|SemrushBot/',
  'Sensis [Crawler]|Sensis Web Crawler',
  'SEO Crawler|SEO search Crawler/',
  'Seoma [Crawler]|Seoma [SEO Crawler]',
  'SEOSearch [Crawler]|SEOsearch/',
  'Snappy [Bot]|Snappy/1.1 ( http://www.urltrends.com/ )',
  'Steeler [Crawler]|http://www.tkl.iis.u-tokyo.ac.jp/~crawler/',
  'Synoo [Bot]|SynooBot/',
  'Telekom [Bot]|crawleradmin.t-info',
  'TurnitinBot [Bot]|TurnitinBot/',
  'Voyager [Bot]|voyager/',
  'W3 [Sitesearch]|W3 SiteSearch Crawler',
  'W3C [Linkcheck]|W3C-checklink/',
  'W3C [Validator]|W3C_*Validator',
  'WiseNut [Bot]|http://www.WISEnutbot.com',
  'YaCy [Bot]|yacybot',
  'Yahoo MMCrawler [Bot]|Yahoo-MMCrawler/',
  'Yahoo Slurp [Bot]|Yahoo! DE Slurp',
  'Yahoo [Bot]|Yahoo! Slurp',
  'YahooSeeker [Bot]|YahooSeeker/',
].map((line) => line.split('|') as [string, string])

/** The inner circle's group, the first the founder added. */
export const circleGroup = 8

const groupNames = [
  'GUESTS',
  'REGISTERED',
  'REGISTERED_COPPA',
  'GLOBAL_MODERATORS',
  'ADMINISTRATORS',
  'BOTS',
  'NEWLY_REGISTERED',
]
const groupColours: { readonly [name: string]: string } = {
  GLOBAL_MODERATORS: '00AA00',
  ADMINISTRATORS: 'AA0000',
  BOTS: '9E8DA7',
}

export const groups: Rows = [
  ...groupNames.map((name, i) => [
    i + 1,
    3,
    name === 'ADMINISTRATORS' ? 1 : 0,
    0,
    name,
    '',
    '',
    7,
    '',
    0,
    '',
    '',
    0,
    0,
    0,
    groupColours[name] ?? '',
    0,
    0,
    0,
    name === 'ADMINISTRATORS' ? 1 : name === 'GLOBAL_MODERATORS' ? 2 : 0,
    name === 'GLOBAL_MODERATORS' || name === 'ADMINISTRATORS' ? 0 : 5,
  ]),
  [circleGroup, 2, 0, 0, 'Lamp keepers', '', '', 7, '', 0, '', '', 0, 0, 0, '', 0, 1, 0, 0, 0],
]

const options =
  'f_ f_announce f_attach f_download f_list f_post f_read f_reply f_report f_softdelete m_ m_approve m_delete m_edit m_info m_lock m_move m_report m_softdelete m_ban m_warn a_ a_board a_forum a_user u_ u_attach u_readpm u_sendpm u_viewprofile'.split(
    ' ',
  )

export const aclOptions: Rows = options.map((name, i) => [
  i + 1,
  name,
  /^[mau]_/.test(name) ? 1 : 0,
  /^[fm]_/.test(name) && name !== 'm_ban' && name !== 'm_warn' ? 1 : 0,
  0,
])

export const aclRoles: Rows = [
  [1, 'ROLE_ADMIN_STANDARD', 'ROLE_DESCRIPTION_ADMIN_STANDARD', 'a_', 1],
  [4, 'ROLE_ADMIN_FULL', 'ROLE_DESCRIPTION_ADMIN_FULL', 'a_', 2],
  [6, 'ROLE_USER_STANDARD', 'ROLE_DESCRIPTION_USER_STANDARD', 'u_', 1],
  [10, 'ROLE_MOD_FULL', 'ROLE_DESCRIPTION_MOD_FULL', 'm_', 3],
  [14, 'ROLE_FORUM_FULL', 'ROLE_DESCRIPTION_FORUM_FULL', 'f_', 7],
  [15, 'ROLE_FORUM_STANDARD', 'ROLE_DESCRIPTION_FORUM_STANDARD', 'f_', 5],
  [17, 'ROLE_FORUM_READONLY', 'ROLE_DESCRIPTION_FORUM_READONLY', 'f_', 2],
]

export const extensionGroups: Rows = [
  [1, 'IMAGES', 1, 1, 1, '', 0, '', 1],
  [2, 'ARCHIVES', 0, 1, 1, '', 0, '', 1],
  [4, 'DOCUMENTS', 0, 1, 1, '', 0, '', 1],
]
export const extensions: Rows = [
  [1, 1, 'gif'],
  [2, 1, 'png'],
  [3, 1, 'jpeg'],
  [4, 1, 'jpg'],
  [12, 2, 'zip'],
  [31, 4, 'pdf'],
]

export const reasons: Rows = [
  [1, 'warez', 'Copies of software or books that may not be shared.', 1],
  [2, 'spam', 'The message only advertises something.', 2],
  [3, 'off_topic', 'The message does not belong here.', 3],
  [4, 'other', 'None of the other reasons fits.', 4],
]

/** Profile fields with their order of columns in `profile_fields_data`. */
export const profileFields: Rows = [
  ['location', 'string', '20', '2', '100'],
  ['website', 'url', '40', '12', '255'],
  ['interests', 'text', '3|30', '2', '500'],
  ['occupation', 'text', '3|30', '2', '500'],
  ['icq', 'string', '20', '3', '15'],
  ['yahoo', 'string', '40', '5', '255'],
  ['facebook', 'string', '20', '5', '50'],
  ['twitter', 'string', '20', '1', '15'],
  ['skype', 'string', '20', '6', '32'],
  ['youtube', 'string', '20', '3', '60'],
].map(([name, type, length, least, most], i) => [
  i + 1,
  `phpbb_${name}`,
  `profilefields.type.${type}`,
  `phpbb_${name}`,
  length!,
  least!,
  most!,
  '',
  '',
  '.*',
  0,
  0,
  0,
  0,
  1,
  i + 1,
  1,
  1,
  0,
  1,
  1,
  i > 3 ? 1 : 0,
  '',
  '',
])
export const profileLang: Rows = profileFields.map((f, i) => [
  i + 1,
  1,
  String(f[1]).replace('phpbb_', '').toUpperCase(),
  '',
  '',
])

export const installedLanguages: Rows = [
  ['en', 'British English'],
  ['nl', 'Nederlands'],
  ['de', 'Deutsch'],
  ['pl', 'Polski'],
  ['el', 'Ελληνικά'],
  ['fr', 'Français'],
  ['es', 'Español'],
].map(([iso, name], i) => [i + 1, iso!, iso!, name!, name!, ''])

export const notificationTypes: Rows = [
  [1, 'notification.type.post', 1],
  [2, 'notification.type.pm', 1],
  [3, 'notification.type.report_post', 1],
]

export const smilies: Rows = [
  [':D', 'biggrin'],
  [':)', 'smile'],
  [';)', 'wink'],
  [':-)', 'smile'],
].map(([code, name], i) => [i + 1, code!, name!, `icon_e_${name}.gif`, 15, 17, i + 1, 1])

/** A few of the migrations a board of this age has run. */
export function migrations(opened: number): Rows {
  return [
    'v30x\\release_3_0_14',
    'v310\\gold',
    'v31x\\v3112',
    'v320\\v320',
    'v32x\\v3211',
    'v330\\v330',
    'v33x\\v3310',
  ].map((name, i) => {
    const at = opened + 30 + i
    return [`\\phpbb\\db\\migration\\data\\${name}`, 'a:0:{}', 1, 1, '', at, at]
  })
}
