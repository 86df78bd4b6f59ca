import type { Estimate, Piece } from './estimate.ts'

/** An amount of seconds as people say it. */
export function amount(seconds: number): string {
  const s = Math.abs(seconds)
  if (s < 120) return `${Math.round(s * 10) / 10} seconds`
  const zone = Math.round(s / 900) * 900
  const near = zone >= 1800 && Math.abs(s - zone) <= 20 ? zone : Math.round(s)
  const [hours, minutes, rest] = [Math.floor(near / 3600), Math.floor((near % 3600) / 60), near % 60]
  const parts = [hours > 0 ? `${hours} h` : null, minutes > 0 ? `${minutes} min` : null, rest > 0 ? `${rest} s` : null]
  return parts.filter((p) => p !== null).join(' ')
}

function apart(seconds: number): string {
  return `${amount(seconds)} ${seconds > 0 ? 'ahead' : 'behind'}`
}

const date = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10)

function stretch({ from, to, seconds, pairs }: Piece): string {
  const how = Math.abs(seconds) <= 10 ? 'right' : apart(seconds)
  return `${how} from ${date(from)} to ${date(to)} (${pairs} ${pairs === 1 ? 'pair' : 'pairs'})`
}

/** Why a clock is taken to be as it is, in plain sentences: what was compared, and what came of it. */
export function whyOf(found: Estimate, compared: string, none: string): string {
  const { verdict, seconds, spread, pairs, drift, pieces } = found
  if (verdict === 'unknown' || seconds === null) return none
  const basis = `${pairs} ${compared}`
  const within = `half of them within ${spread} seconds of that`
  if (verdict === 'agrees') return `${basis} agree to ${amount(seconds)}, ${within}.`
  if (verdict === 'drift') {
    const gain = `${Math.abs(drift ?? 0)} seconds a day`
    return `${basis} show it to ${(drift ?? 0) > 0 ? 'gain' : 'lose'} ${gain}; in the middle it is ${apart(seconds)}.`
  }
  if (pieces.length > 1) {
    const shown = pieces.slice(0, 6).map(stretch).join('; ')
    const more = pieces.length > 6 ? `; and ${pieces.length - 6} stretches more` : ''
    const what = verdict === 'daylight-saving' ? 'It keeps daylight saving time as if it were none' : 'It was set anew'
    return `${basis} differ by stretches of time. ${what}: ${shown}${more}.`
  }
  const zone = verdict === 'zone' ? ' That is a time zone, not a clock that is wrong.' : ''
  return `${basis} show it to be ${apart(seconds)}, ${within}.${zone}`
}
