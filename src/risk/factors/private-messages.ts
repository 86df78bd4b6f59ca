import { absent, count, type Factor, present, unknown } from '../risk.ts'

/** Talk out of sight. */
export const privateMessages: Factor = {
  name: 'private-messages',
  about:
    'Sent private messages: 3 points for each power of ten of messages, and 1 for each power of ten of people written to, 10 at most.',
  example: 'Sent 99 messages to 9 members: 7 points.',
  maxPoints: 10,
  weigh: ({ messages }) => {
    if (messages === null) return unknown('private messages are not in evidence')
    if (messages.count === 0) return absent('sent no private message')
    const points = Math.min(10, 3 * Math.log10(1 + messages.count) + Math.log10(1 + messages.partners))
    return present(
      points,
      `sent ${count(messages.count, 'private message')} to ${count(messages.partners, 'member')}`,
      messages.because,
    )
  },
}
