/** A run of characters that is a secret. */
export interface Secret {
  readonly start: number
  readonly end: number
}

/**
 * Parameters by which boards hand out keys in links. Sources: the mail templates of each software (`k` phpBB and WoltLab,
 * `key` FluxBB, `code` MyBB, SMF and XenForo's `c`, `i` vBulletin, `aid` and `vid` Invision).
 */
const parameter =
  /(?<=[?&;](?:amp;)?(?:k|aid|vid|key|code|act_?key|activation_?(?:key|code)|reset_?(?:key|code|token)|conf(?:irm)?_?(?:key|code|id)|token|access_token|hash|sid|sessionhash|session_id|phpsessid|password|passwd|pass|pwd|secret|nonce|signature|sig)=)[^&;\s"'<>\])]{4,}/gi

/** The same by names of one letter, which other links use too: only what looks like a key. */
const short = /(?<=[?&;](?:amp;)?[acis]=)(?=[^&;\s"'<>]{0,200}\d)[0-9A-Za-z_-]{6,}/gi

/** Keys that stand as a part of a link's path (Discourse, Flarum, NodeBB, Vanilla, phpBB 3.3). */
const inPath =
  /(?<=\/(?:activate-account|password-reset|email-login|authorize-email|confirm-(?:new|old)-email|confirm|reset|reset_password|emailconfirm(?:\/\d{1,12})?|passwordreset(?:\/\d{1,12})?|activate(?:\/\d{1,12})?|verify|unsubscribe)\/)[0-9A-Za-z_.-]{6,}/gi

/** What follows the word for a password or a code, in the languages that boards write in; on the next line too. */
const named =
  /(?<![\p{L}])(?:pass(?:word|code|phrase|wort|wd|e)?|pwd|pin|wachtwoord|kennwort|mot de passe|contrase(?:n|ñ)a|clave|senha|palavra-passe|parola|has(?:l|ł)o|heslo|jelsz(?:o|ó)|l(?:o|ö)senord|passord|adgangskode|salasana|(?:ş|s)ifre|пароль|паролата|парола|лозинка|κωδικ(?:ός|ος|ό|ο)(?: πρόσβασης)?|密码|パスワード|비밀번호|(?:activation|confirmation|verification|security|reset|access|login|activerings|aktivierungs)[ -]?(?:key|code|pin|token|sleutel|schl(?:ü|u)ssel))(?![\p{L}])[^\S\n]{0,4}(?:is|was|ist|lautet|est|es|jest|är|er|now|has been set to|is now)?[^\S\n]{0,4}(?:[:=：]|\bis\b)\s{0,40}["'“„«]?([^\s"'”“»<>]{3,200})/giu

/** Hexadecimal of the lengths that keys and hashes have. */
const hexadecimal = /(?<![0-9A-Za-z])[0-9a-f]{32,128}(?![0-9A-Za-z])/gi

/** Longer texts are no notices; only so much of them is looked through. */
const longestText = 2_000_000

/** Passwords, activation and reset keys, and session identifiers in the text of a message, in order, never overlapping. */
export function mailSecrets(whole: string): readonly Secret[] {
  const text = whole.length > longestText ? whole.slice(0, longestText) : whole
  const found: Secret[] = []
  for (const shape of [parameter, short, inPath, hexadecimal])
    for (const m of text.matchAll(shape)) found.push({ start: m.index, end: m.index + m[0].length })
  for (const m of text.matchAll(named)) {
    const end = m.index + m[0].length
    found.push({ start: end - m[1]!.length, end })
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const out: Secret[] = []
  for (const run of found) {
    const last = out.at(-1)
    if (last && run.start < last.end) out[out.length - 1] = { start: last.start, end: Math.max(last.end, run.end) }
    else out.push(run)
  }
  return out
}

/** The text with its secrets as marks of one length, and how many there were. */
export function withoutSecrets(text: string): { readonly text: string; readonly masked: number } {
  const secrets = mailSecrets(text)
  let out = ''
  let at = 0
  for (const { start, end } of secrets) {
    out += `${text.slice(at, start)}████████`
    at = end
  }
  return { text: out + text.slice(at), masked: secrets.length }
}
