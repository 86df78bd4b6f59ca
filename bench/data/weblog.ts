/** A board's access log in the combined format: visitors who read, write and come back, as one server would log them. */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { hex, pick, purpose, type Rng, stream, zipf } from './random.ts'

const host = 'http://www.railway-modellers.example'
const systems = [
  'Windows NT 10.0; Win64; x64',
  'X11; Linux x86_64',
  'Macintosh; Intel Mac OS X 10_15_7',
  'Linux; Android 13; K',
]
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const visitors = 40_000
const startSeconds = Date.UTC(2023, 0, 1) / 1000

/** Writes `lines` lines to `path`; the same seed gives the same bytes. */
export async function writeAccessLog(path: string, lines: number, seed: number): Promise<void> {
  const out = createWriteStream(path, { highWaterMark: 4 << 20 })
  const rng = stream(seed, purpose('access log'))
  const agents = Array.from({ length: 300 }, (_, i) => agentOf(stream(seed, purpose('agent'), i)))
  const addresses = Array.from({ length: visitors }, (_, i) => addressOf(stream(seed, purpose('address'), i)))
  let seconds = startSeconds
  let block: string[] = []
  for (let n = 0; n < lines; n++) {
    if (rng.chance(0.4)) seconds += rng.below(4)
    const visitor = zipf(rng, visitors)
    block.push(`${addresses[visitor]} - - [${timeOf(seconds)}] ${asked(rng)} "${agents[visitor % agents.length]}"\n`)
    if (block.length < 5000) continue
    if (!out.write(block.join(''))) await once(out, 'drain')
    block = []
  }
  out.end(block.join(''))
  await finished(out)
}

/** Request, status, size and referer. */
function asked(rng: Rng): string {
  const topic = zipf(rng, 60_000) + 2
  const board = rng.below(40) + 2
  const size = 8000 + rng.below(40_000)
  const kind = rng.below(100)
  if (kind < 30)
    return `"GET /viewtopic.php?f=${board}&t=${topic} HTTP/1.1" 200 ${size} "${host}/viewforum.php?f=${board}"`
  if (kind < 42) return `"GET /viewforum.php?f=${board} HTTP/1.1" 200 ${size} "${host}/index.php"`
  if (kind < 50) return `"GET /index.php HTTP/1.1" 200 ${size} "-"`
  if (kind < 66)
    return `"GET /styles/prosilver/theme/images/${pick(rng, ['icon', 'site_logo', 'sprite'])}_${rng.below(90)}.gif HTTP/1.1" 304 - "${host}/styles/prosilver/theme/stylesheet.css"`
  if (kind < 76)
    return `"GET /download/file.php?id=${topic}&mode=view HTTP/1.1" 200 ${size * 9} "${host}/viewtopic.php?f=${board}&t=${topic}"`
  if (kind < 84)
    return `"GET /download/file.php?avatar=${rng.below(20_000)}_${1_600_000_000 + rng.below(70_000_000)}.jpg HTTP/1.1" 200 ${size} "${host}/viewtopic.php?t=${topic}"`
  if (kind < 88)
    return `"GET /posting.php?mode=reply&f=${board}&t=${topic} HTTP/1.1" 200 ${size} "${host}/viewtopic.php?f=${board}&t=${topic}"`
  if (kind < 91)
    return `"POST /posting.php?mode=reply&f=${board}&t=${topic} HTTP/1.1" 302 - "${host}/posting.php?mode=reply&f=${board}&t=${topic}"`
  if (kind < 93) return `"POST /ucp.php?mode=login&sid=${hex(rng, 32)} HTTP/1.1" 302 - "${host}/ucp.php?mode=login"`
  if (kind < 95) return `"GET /index.php?sid=${hex(rng, 32)} HTTP/1.1" 200 ${size} "${host}/ucp.php?mode=login"`
  if (kind < 97) return `"GET /memberlist.php?mode=viewprofile&u=${rng.below(30_000) + 2} HTTP/1.1" 200 ${size} "-"`
  if (kind < 99)
    return `"GET /search.php?keywords=narrow+gauge+${rng.below(500)} HTTP/1.1" 200 ${size} "${host}/search.php"`
  return `"GET /${hex(rng, 8)}.php HTTP/1.1" 404 ${rng.below(900)} "-"`
}

function agentOf(rng: Rng): string {
  const version = `${90 + rng.below(40)}.0.${rng.below(9999)}.${rng.below(200)}`
  return rng.chance(0.3)
    ? `Mozilla/5.0 (${pick(rng, systems)}; rv:${version}) Gecko/20100101 Firefox/${version}`
    : `Mozilla/5.0 (${pick(rng, systems)}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`
}

/** Documentation and private blocks only: no address of anyone. */
function addressOf(rng: Rng): string {
  if (rng.chance(0.15)) return `2001:db8:${hex(rng, 4).replace(/^0+(?=.)/, '')}::${hex(rng, 3).replace(/^0+(?=.)/, '')}`
  return `10.${rng.below(256)}.${rng.below(256)}.${rng.below(255) + 1}`
}

let last = { seconds: Number.NaN, text: '' }

function timeOf(seconds: number): string {
  if (seconds === last.seconds) return last.text
  const d = new Date(seconds * 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  const text = `${two(d.getUTCDate())}/${months[d.getUTCMonth()]}/${d.getUTCFullYear()}:${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0000`
  last = { seconds, text }
  return text
}
