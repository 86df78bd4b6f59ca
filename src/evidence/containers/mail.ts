import { readMessage, usualMailLimits } from '../mail/message.ts'
import { lettersOf, mailSources, mayCarry, openLetters, partPath } from '../mail/parts.ts'
import { isMail } from '../mail/tell.ts'
import { CannotOpen, type Container, type ContainerInput, type Entry } from '../unpack/container.ts'

/** Messages as containers of what they carry: each file becomes one of the exhibit's, is told apart and opened in turn. */
function carrying(name: string, about: string, form: 'message' | 'mbox'): Container {
  return {
    name,
    about,
    role: 'mail',
    detect: (first) => isMail(first) === name,
    open: async function* ({ place, signal }: ContainerInput): AsyncGenerator<Entry> {
      const path = place.toString()
      if (!Buffer.from(path).equals(Buffer.from(place)))
        throw new CannotOpen('archive-unsupported', 'The name of the file cannot be given to the reader of messages')
      const bytesOf = await openLetters(path, form, usualMailLimits)
      try {
        let n = 0
        for await (const letter of lettersOf(path, form, 0)) {
          signal.throwIfAborted()
          n += 1
          const bytes = await bytesOf.read(letter)
          if (!mayCarry(bytes)) continue
          // What is wrong with a message is told by the stage that reads it.
          const { parts, time } = await readMessage(bytes, letter.length, usualMailLimits)
          for (const [i, part] of parts.entries())
            yield {
              path: partPath(form, n, i + 1, part),
              modifiedAt: time === null ? null : new Date(time.at * 1000),
              size: part.content.length,
              content: once(part.content),
              closed: null,
            }
        }
      } finally {
        await bytesOf.close()
      }
    },
  }
}

/** Many messages in a file. */
export const mbox: Container = carrying(
  mailSources.box,
  'mailboxes (mbox), with the files their messages carry',
  'mbox',
)
/** One message that carries files. */
export const message: Container = carrying(mailSources.carrying, 'messages that carry files', 'message')

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}
