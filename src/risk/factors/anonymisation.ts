import { absent, count, type Factor, present, unknown } from '../risk.ts'

/** Hiding where one is. */
export const anonymisation: Factor = {
  name: 'anonymisation',
  about:
    'Came through networks that hide where somebody is, as far as the name of the network tells: 8 points where most addresses did, 3 where some did. Many do so for good reasons; alone it means nothing.',
  example: '14 of 15 addresses belong to a company that sells anonymity.',
  maxPoints: 8,
  weigh: ({ addresses }) => {
    if (addresses === null) return unknown('no address is recorded')
    const { total, exits } = addresses
    if (exits.count === 0) return absent('used no hosting or anonymising network')
    const most = exits.count * 2 > total
    return present(
      most ? 8 : 3,
      `used ${count(exits.count, 'address', 'addresses')} of hosting or anonymising networks, of ${total}`,
      exits.because,
    )
  },
}
