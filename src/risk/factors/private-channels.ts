import { absent, count, type Factor, present } from '../risk.ts'

/** Moving a conversation to where the board's owner cannot see it. */
export const privateChannels: Factor = {
  name: 'private-channels',
  about:
    'Gave others a way to go on elsewhere: messenger names, e-mail addresses, telephone numbers, keys, onion services. 6 points for the first given in private messages and 2 for each further, 14 at most; 3 points where only posts name some.',
  example: 'Wrote "find me on Telegram under …" in a private message.',
  maxPoints: 14,
  weigh: ({ channels }) => {
    const given = channels.private
    if (given.count > 0) {
      const points = Math.min(14, 4 + 2 * given.count)
      return present(points, `gave ${count(given.count, 'private contact')} in private messages`, given.because)
    }
    if (channels.open.count > 0)
      return present(3, `named ${count(channels.open.count, 'private contact')} in posts`, channels.open.because)
    return absent('gave no private contact')
  },
}
