import { absent, count, type Factor, present } from '../risk.ts'

/** What the board itself held against the account. */
export const sanctions: Factor = {
  name: 'sanctions',
  about:
    'Was banned (4 points), warned (2) or reported by other members (2), 8 at most. What such a board punishes is often trouble with its own rules.',
  example: 'A post of the account was reported twice.',
  maxPoints: 8,
  weigh: ({ bans, warnings, reports }) => {
    const parts = [
      bans.count > 0 ? `banned ${count(bans.count, 'time')}` : '',
      warnings.count > 0 ? `warned ${count(warnings.count, 'time')}` : '',
      reports.count > 0 ? `reported ${count(reports.count, 'time')}` : '',
    ].filter((part) => part !== '')
    if (parts.length === 0) return absent('was not banned, warned or reported')
    const points = (bans.count > 0 ? 4 : 0) + (warnings.count > 0 ? 2 : 0) + (reports.count > 0 ? 2 : 0)
    return present(points, `was ${parts.join(', ')}`, [...bans.because, ...warnings.because, ...reports.because])
  },
}
