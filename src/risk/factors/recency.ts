import { absent, type Factor, present, unknown } from '../risk.ts'

const day = 86_400
const steps: readonly (readonly [days: number, points: number, words: string])[] = [
  [30, 6, 'in the last 30 days of the board'],
  [182, 4, 'in the last half-year of the board'],
  [365, 2, 'in the last year of the board'],
]

/** How lately it was active, counted back from the last day of the evidence. */
export const recency: Factor = {
  name: 'recency',
  about:
    'Was active shortly before the evidence ends: 6 points within 30 days, 4 within half a year, 2 within a year. Counted from the last activity anybody left, not from today.',
  example: 'Last connected two days before the server was seized.',
  maxPoints: 6,
  weigh: ({ lastActive, caseEnd }) => {
    if (lastActive === null || caseEnd === null) return unknown('no time of activity is known')
    const days = (caseEnd - lastActive.at) / day
    const step = steps.find(([limit]) => days <= limit)
    return step === undefined
      ? absent('was not active in the last year of the board')
      : present(step[1], `was active ${step[2]}`, lastActive.because)
  },
}
