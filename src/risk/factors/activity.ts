import { absent, count, type Factor, present } from '../risk.ts'

/** How much it wrote. */
export const activity: Factor = {
  name: 'activity',
  about:
    'Wrote posts: 3 points for each power of ten, 10 at most, so that a thousand posts count little more than a hundred.',
  example: 'Wrote 240 posts: 7 points.',
  maxPoints: 10,
  weigh: ({ posts }) =>
    posts.count === 0
      ? absent('wrote no post')
      : present(Math.min(10, 3 * Math.log10(1 + posts.count)), `wrote ${count(posts.count, 'post')}`, posts.because),
}
