import type { TopicPage } from '../../../src/api/contract.ts'
import { Link, withQuery } from '../../router.tsx'
import { count, plural } from '../../text/format.ts'

/** Page numbers as boards show them: the first, the last, and those around the present one. */
export function pageNumbers(now: number, pages: number): readonly (number | null)[] {
  const near = [1, now - 2, now - 1, now, now + 1, now + 2, pages].filter((n) => n >= 1 && n <= pages)
  const list = [...new Set(near)].sort((a, b) => a - b)
  return list.flatMap((n, i) => (i > 0 && n > (list[i - 1] ?? 0) + 1 ? [null, n] : [n]))
}

/** Turns the pages of a topic. */
export function Pager({ of, at }: { readonly of: TopicPage; readonly at: 'above' | 'below' }) {
  const { number, pages, size, total } = of
  if (pages === 1) return null
  const first = (number - 1) * size + 1
  return (
    <nav className="pager" aria-label={`Pages of the topic, ${at} the posts`}>
      {pageNumbers(number, pages).map((n, i) =>
        n === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: gaps have no other name
          <span key={`gap ${i}`}>…</span>
        ) : (
          <Link
            key={n}
            href={withQuery({ page: n === 1 ? null : String(n), post: null, why: null, hit: null })}
            aria-current={n === number ? 'page' : undefined}
            aria-label={`Page ${n}`}
          >
            {n}
          </Link>
        ),
      )}
      <span className="soft small">
        {count(first)}–{count(Math.min(total, first + size - 1))} of {plural(total, 'post')}
      </span>
    </nav>
  )
}
