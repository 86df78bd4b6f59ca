/**
 * Domains that millions share. An address there still names one person; the domain alone says nothing. Names with
 * national editions (`yahoo.co.uk`) are listed by their first label.
 */
const names = new Set(
  `aol att btinternet comcast dropbox duckduckgo ebay facebook fastmail flickr free freenet gmail gmx google googlemail
  hotmail hushmail icloud imdb imgur instagram interia kik laposte libero linkedin live mac mail mega me microsoft
  msn mozilla o2 onet orange outlook paypal photobucket pinterest proton protonmail qq rambler reddit riseup
  safe-mail seznam sfr skype snapchat steamcommunity t-online telegram telenet tiktok tinypic tumblr tutanota tuta
  twitch twitter ukr verizon vk wanadoo web whatsapp wikipedia wikimedia wordpress wp xs4all yahoo yandex
  youtube ziggo zoho archive bbc bing cnn discord discordapp amazon apple`.split(/\s+/),
)
const exact = new Set([
  't.me',
  'x.com',
  'vk.com',
  'vk.me',
  'youtu.be',
  'bit.ly',
  'goo.gl',
  'tinyurl.com',
  'wa.me',
  'mail.ru',
  'bk.ru',
  'list.ru',
  'inbox.ru',
  'abv.bg',
  'discord.gg',
  'fb.com',
  'example.com',
  'example.net',
  'example.org',
])

export function isCrowded(domain: string): boolean {
  if (exact.has(domain)) return true
  const dot = domain.indexOf('.')
  return (
    names.has(domain.slice(0, dot)) && /^\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2}|info|mail)$/.test(domain.slice(dot))
  )
}
