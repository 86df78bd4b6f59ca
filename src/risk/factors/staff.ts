import { absent, type Factor, present } from '../risk.ts'

/** Who runs the board. */
export const staff: Factor = {
  name: 'staff',
  about:
    'Founded, administers or moderates the board, as its tables of roles say. 20 points for a founder or administrator, 12 for a moderator.',
  example: 'The account is listed as moderator of "Swaps and sales".',
  maxPoints: 20,
  weigh: ({ staff: { role, count, because } }) =>
    role === null || count === 0
      ? absent('holds no role on the board')
      : present(
          role === 'moderator' ? 12 : 20,
          `is ${role === 'administrator' ? 'an' : 'a'} ${role} of the board`,
          because,
        ),
}
