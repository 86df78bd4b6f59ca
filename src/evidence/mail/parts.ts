import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { writeName } from '../names.ts'
import { type Letter, letters, unquoted } from './boxes.ts'
import type { MailLimits, MailPart } from './message.ts'

/** How files of messages are told apart in evidence.file: one message, one that carries files, many. */
export const mailSources = { message: 'mail', carrying: 'mail-with-files', box: 'mbox' } as const

/** The messages of a file, each with its place; `form` says whether it is one or a mailbox. */
export async function* lettersOf(path: string, form: 'message' | 'mbox', from: number): AsyncGenerator<Letter> {
  if (form === 'mbox') yield* letters(path, from)
  else if (from === 0) yield await only(path)
}

/** How long the message of an emlx file is, by its first line. */
export const emlxLength = /^(\d{1,10})[ \t]*\r?\n/

/**
 * The one message of a file. Apple Mail (`.emlx`) writes the number of its bytes before it and a property list with its
 * flags behind it; where that does not stand there the number is damaged, and all that follows is the message.
 */
async function only(path: string): Promise<Letter> {
  const file = await open(path, constants.O_RDONLY)
  try {
    const { size } = await file.stat()
    const textAt = async (at: number, length: number): Promise<string> => {
      const bytes = Buffer.alloc(length)
      const { bytesRead } = await file.read(bytes, 0, length, at)
      return bytes.toString('latin1', 0, bytesRead)
    }
    const first = emlxLength.exec(await textAt(0, 16))
    if (first === null) return { offset: 0, length: size, envelope: null }
    const [offset, stated] = [first[0].length, Number(first[1])]
    const behind = await textAt(offset + stated, 5)
    const missing = Math.max(0, offset + stated - size)
    const length = behind === '<?xml' ? stated : size - offset
    return { offset, length, envelope: null, ...(missing > 0 && { missing }) }
  } finally {
    await file.close()
  }
}

/** Reads messages of one file by their places, each up to what is read of a message, as it was sent. */
export async function openLetters(path: string, form: 'message' | 'mbox', limits: MailLimits) {
  const file: FileHandle = await open(path, constants.O_RDONLY)
  return {
    read: async ({ offset, length }: Letter): Promise<Buffer> => {
      const bytes = Buffer.allocUnsafe(Math.min(length, limits.message))
      let filled = 0
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      const whole = bytes.subarray(0, filled)
      return form === 'mbox' ? unquoted(whole) : whole
    },
    close: () => file.close(),
  }
}

/** Whether a message can carry anything besides its text, so that others need not be taken apart for it. */
export function mayCarry(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  return /^content-(?:disposition:\s*(?:attachment|inline)|type:\s*(?!text\/(?:plain|html)|multipart\/))/im.test(text)
}

/** The name under which the `i`th file that message `n` carries is unpacked. */
export function partPath(form: 'message' | 'mbox', n: number, i: number, part: Pick<MailPart, 'name'>): string {
  const name = writeName(Buffer.from((part.name ?? '').replaceAll(/[/\\]/g, '_'))).slice(0, 150) || 'part'
  return form === 'mbox' ? `message-${n}/${i}-${name}` : `${i}-${name}`
}
