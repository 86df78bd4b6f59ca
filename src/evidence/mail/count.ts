import { letters } from './boxes.ts'

/** Bytes of a mailbox in which messages are counted one by one. */
const countedBytes = 16 << 20

/** How many messages a mailbox holds: counted in its beginning, and from there on as many for as many bytes. */
export async function roughCount(
  path: string,
  size: number,
): Promise<{ readonly messages: number; readonly exact: boolean }> {
  let messages = 0
  for await (const { offset, length } of letters(path, 0)) {
    messages += 1
    const read = offset + length
    if (read >= countedBytes && read < size) return { messages: Math.round((messages * size) / read), exact: false }
  }
  return { messages, exact: true }
}
