import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { writeName } from '../names.ts'
import { type Letter, letters, unquoted } from './boxes.ts'
import type { MailLimits, MailPart } from './message.ts'

/** How files of messages are told apart in evidence.file: one message, one that carries files, many. */
export const mailSources = { message: 'mail', carrying: 'mail-with-files', box: 'mbox' } as const

/** The messages of a file, each with its place; `form` says whether it is one or a mailbox. */
export async function* lettersOf(path: string, form: 'message' | 'mbox', from: number): AsyncGenerator<Letter> {
  if (form === 'mbox') yield* letters(path, from)
  else if (from === 0) yield { offset: 0, length: (await stat(path)).size, envelope: null }
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
