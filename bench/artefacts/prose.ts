/** Seeded neutral prose in the shape of a board's posts: about 280 characters, a few with links and addresses. */
const words =
  'the tulips stand well this year but slugs got at my courgettes and old glass frame near shed needs new paint does anyone know how to fix a points motor on branch line of layout I would not recommend that for first day cover see photo taken in lot twelve half price at club evening signal box arrived last weekend very happy with it perforation gauge album exchange'.split(
    ' ',
  )

/** A small generator of numbers, so that every run reads the same posts. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Posts, and how many addresses and links were written into them. */
export function prose(posts: number, seed = 7): { readonly texts: readonly string[]; readonly planted: number } {
  const next = mulberry(seed)
  const below = (n: number) => Math.floor(next() * n)
  let planted = 0
  const plant = (text: string) => {
    planted++
    return text
  }
  const texts = Array.from({ length: posts }, () => {
    let text = ''
    const length = 120 + below(320)
    while (text.length < length) {
      const sentence = Array.from({ length: 6 + below(10) }, () => words[below(words.length)]).join(' ')
      text += `${sentence[0]!.toUpperCase()}${sentence.slice(1)}${next() < 0.1 ? ` ${1900 + below(120)}` : ''}. `
    }
    const draw = next()
    if (draw < 0.06) text += plant(`http://pictures.example/album/${below(1e6)}.jpg`)
    else if (draw < 0.09) text += plant(`Mail me: anna${below(1e5)}@post.example`)
    else if (draw < 0.095) text += plant(`Telegram: @tulip_${below(1e5)}`)
    else if (draw < 0.1) text += `Only half of it, 12:30 at the e.g. old shed (see above).`
    return text
  })
  return { texts, planted }
}
