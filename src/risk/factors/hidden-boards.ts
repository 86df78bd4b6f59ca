import { absent, count, type Factor, present, unknown } from '../risk.ts'

/** Writing where not everybody could read. */
export const hiddenBoards: Factor = {
  name: 'hidden-boards',
  about:
    'Wrote in boards closed by a password: 8 points, and 3 for each further power of ten, 14 at most. Unknown where no board has a password, since boards can be closed in ways the evidence does not show.',
  example: 'Wrote 30 posts in a board that asks for a password.',
  maxPoints: 14,
  weigh: ({ hiddenPosts }) => {
    if (hiddenPosts === null) return unknown('which boards were closed to others is not known')
    if (hiddenPosts.count === 0) return absent('wrote in no board with a password')
    const points = Math.min(14, 8 + 3 * Math.log10(hiddenPosts.count))
    return present(points, `wrote ${count(hiddenPosts.count, 'post')} in boards with a password`, hiddenPosts.because)
  },
}
