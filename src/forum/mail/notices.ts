/**
 * How mail of forum software is told: by headers that the software sets, and by what the links in it are for. Texts are
 * translated and edited by each board; links and headers are not.
 */

/** What the board tells somebody of. */
export type Notice = 'registration' | 'activation' | 'password' | 'message' | 'reply' | 'report' | 'mass'

/** Headers by which each software names itself, as `name: value` in lower case. Sources: each software's mailer. */
const programs: readonly (readonly [engine: string, sign: RegExp])[] = [
  [
    'phpbb',
    /^x-phpbb-origin:|^x-(?:mailer|mimeole): .*phpbb|^x-antiabuse: (?:board servername|user_id|username|user ip)/,
  ],
  ['fluxbb', /^x-mailer: fluxbb/],
  ['punbb', /^x-mailer: punbb/],
  ['mybb', /^x-mybb|^x-mailer: mybb/],
  ['smf', /^x-mailer: smf/],
  ['vbulletin', /^x-mailer: vbulletin/],
  ['xenforo', /^x-mailer: xenforo|^x-to-validate:/],
  ['invision', /^x-mailer: (?:ip\.board|ipb|invision)|^x-ips-/],
  ['woltlab', /^x-mailer: .*(?:woltlab|burning board)/],
  ['vanilla', /^x-garden|^x-mailer: .*vanilla/],
  ['discourse', /^x-discourse-/],
  ['flarum', /^x-mailer: flarum/],
  ['nodebb', /^x-mailer: nodebb/],
]

/** Signs that a program sent a message rather than a person (RFC 3834; PHP's mail.add_x_header). */
const automatic =
  /^x-php-originating-script:|^x-php-script:|^auto-submitted: auto|^precedence: (?:bulk|junk|list)|^x-auto-response-suppress:/

/** The headers of a message as `name: value`, in lower case. */
export function signsOf(marks: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(marks).flatMap(([name, values]) => values.map((v) => `${name}: ${v}`.toLowerCase()))
}

/** Which software names itself in the headers, null where none does. */
export function programOf(signs: readonly string[]): string | null {
  return programs.find(([, sign]) => signs.some((s) => sign.test(s)))?.[0] ?? null
}

/** Whether the headers say that a program sent it. */
export function isAutomatic(signs: readonly string[]): boolean {
  return signs.some((s) => automatic.test(s))
}

/** What links are for, the more telling first. Sources: the addresses that each software's mail templates hold. */
const purposes: readonly (readonly [notice: Notice, link: RegExp])[] = [
  [
    'password',
    /mode=(?:reset_?password|sendpassword)|\/reset_password|action=(?:resetpassword|change_pass|forget|reminder)|sa=setpassword|[?&;]a=pwd\b|do=resetpassword|reset-?password|lost-?pass|password-?reset|\/reset\/|new-password|forgot-?password|email-login/i,
  ],
  [
    'activation',
    /mode=activate|action=activate|[?&;]a=act\b|activateuser|account-confirmation|activate-account|register-activation|auto_validate|do=validate|\/confirm\/|email-?confirm|action=change_email|act=reg&.*code=03|confirm-(?:new|old)-email|email-activation/i,
  ],
  ['report', /i=(?:mcp_)?reports|admin_reports|modcp\.php\?.*reports|area=reported|\/reports?\/\d/i],
  [
    'message',
    /[?&;]i=(?:ucp_)?pm\b|privmsg\.php|pms_\w+\.php|message_(?:list|read)\.php|\/private\.php|action=pm\b|\/conversations?\/|\/messenger\/|module=messag|act=msg\b|\/messages\/|privatemessage/i,
  ],
  [
    'reply',
    /viewtopic\.php|showthread\.php|showpost\.php|[?&;]topic[=,]\d|\/threads\/|\/topic\/\d|\/t\/[^\s/]+\/\d|\/d\/\d|\/discussion\/|showtopic=|\/posts?\/\d|viewforum\.php|forumdisplay\.php/i,
  ],
]

/** Links of a text that lead to one of these hosts; to any where the board's own are unknown. */
export function linksOf(text: string, hosts: ReadonlySet<string>): readonly string[] {
  const links = [...text.slice(0, 200_000).matchAll(/https?:\/\/([^\s/"'<>:?#]{1,255})[^\s"'<>]{0,1000}/gi)].slice(
    0,
    500,
  )
  return links.filter(([, host]) => hosts.size === 0 || hosts.has(host!.toLowerCase())).map(([link]) => link)
}

/** What a message is for by its links; null where they do not tell. */
export function purposeOf(links: readonly string[]): Notice | null {
  return purposes.find(([, link]) => links.some((l) => link.test(l)))?.[0] ?? null
}

/** The post and the private message that a link names. */
export function namedBy(
  links: readonly string[],
  notice: Notice | null,
): { readonly kind: 'post' | 'message' | 'topic'; readonly id: string } | null {
  for (const link of links) {
    if (notice === 'message') {
      const id = /[?&;](?:p|pmid|mid|msg_id)=(\d{1,18})/i.exec(link)?.[1]
      if (id !== undefined && purposes[3]![1].test(link)) return { kind: 'message', id }
    }
    if (notice !== 'reply' && notice !== 'report') continue
    const post =
      /[?&;](?:p|pid|post)=(\d{1,18})|\/posts?\/(\d{1,18})|\.msg(\d{1,18})|#(?:post-?|p|msg)(\d{1,18})/i.exec(link)
    if (post) return { kind: 'post', id: post.slice(1).find((g) => g !== undefined)! }
    const topic =
      /[?&;](?:t|tid|topic|showtopic)[=,](\d{1,18})|\/threads\/(?:[^\s/]*\.)?(\d{1,18})|viewtopic\.php\?id=(\d{1,18})|\/t\/[^\s/]+\/(\d{1,18})|\/d\/(\d{1,18})/i.exec(
        link,
      )
    if (topic) return { kind: 'topic', id: topic.slice(1).find((g) => g !== undefined)! }
  }
  return null
}
