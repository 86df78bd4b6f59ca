import type { FileKind } from '../kind.ts'
import { isMail } from '../mail/tell.ts'

/** A message by itself (RFC 5322), as Maildirs hold them; mailboxes and messages that carry files are opened besides. */
export const mail: FileKind = {
  name: 'mail',
  about: 'messages: eml files, those of Maildirs, those of Apple Mail (emlx)',
  role: 'mail',
  detect: (first) => isMail(first) === 'mail',
}
