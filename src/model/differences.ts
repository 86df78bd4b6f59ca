/** A piece of two texts: in both, only in the older, only in the newer. */
export interface Difference {
  readonly is: 'same' | 'gone' | 'new'
  readonly text: string
}

/** More words than these between the common beginning and end are not compared one by one. */
const most = 3000

/**
 * What differs between two texts, by words: the longest common subsequence (Hunt and McIlroy, 1976) of what lies between
 * their common beginning and end. Where that is too long, all of it is gone and new.
 */
export function differences(older: string, newer: string): readonly Difference[] {
  const [a, b] = [wordsOf(older), wordsOf(newer)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1
    endB -= 1
  }
  const middle = between(a.slice(start, endA), b.slice(start, endB))
  return joined([
    { is: 'same', text: a.slice(0, start).join('') },
    ...middle,
    { is: 'same', text: a.slice(endA).join('') },
  ])
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}\p{M}_@.+-]+|[^\s\p{L}\p{N}\p{M}_@.+-]/gu) ?? []
}

function between(a: readonly string[], b: readonly string[]): readonly Difference[] {
  if (a.length === 0 || b.length === 0 || a.length > most || b.length > most)
    return [
      { is: 'gone', text: a.join('') },
      { is: 'new', text: b.join('') },
    ]
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
  const found: Difference[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ is: 'same', text: a[i]! })
      i += 1
      j += 1
    } else if (i < a.length && (j >= b.length || longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) {
      found.push({ is: 'gone', text: a[i]! })
      i += 1
    } else {
      found.push({ is: 'new', text: b[j]! })
      j += 1
    }
  }
  return found
}

/** Pieces of one kind that follow each other are one; blanks between two changes belong to them. */
function joined(pieces: readonly Difference[]): readonly Difference[] {
  const found: Difference[] = []
  let [gone, fresh] = ['', '']
  const flush = (): void => {
    if (gone !== '') found.push({ is: 'gone', text: gone })
    if (fresh !== '') found.push({ is: 'new', text: fresh })
    gone = fresh = ''
  }
  const all = pieces.filter((piece) => piece.text !== '')
  for (const [n, { is, text }] of all.entries()) {
    const next = all[n + 1]
    const blank = is === 'same' && /^\s+$/.test(text) && gone + fresh !== '' && next !== undefined && next.is !== 'same'
    if (is !== 'new' && (is === 'gone' || blank)) gone += text
    if (is !== 'gone' && (is === 'new' || blank)) fresh += text
    if (is === 'same' && !blank) {
      flush()
      const last = found[found.length - 1]
      if (last?.is === 'same') found[found.length - 1] = { is, text: last.text + text }
      else found.push({ is, text })
    }
  }
  flush()
  return found
}
