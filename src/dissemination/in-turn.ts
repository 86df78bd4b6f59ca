/** Works on several items at once and gives the results in the order of the items. */
export async function* inTurn<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const under: Promise<R>[] = []
  try {
    for (let next = 0; next < items.length || under.length > 0; ) {
      for (; next < items.length && under.length < most; next++) {
        const result = work(items[next]!)
        result.catch(() => undefined)
        under.push(result)
      }
      yield await under[0]!
      under.shift()
    }
  } finally {
    await Promise.allSettled(under)
  }
}

/** Lets nobody begin before everybody who asked earlier is done: a connection answers one question at a time. */
export function oneAtATime<T, R>(work: (item: T) => Promise<R>): (item: T) => Promise<R> {
  let before: Promise<unknown> = Promise.resolve()
  return (item) => {
    const now = before.then(() => work(item))
    before = now.catch(() => undefined)
    return now
  }
}
