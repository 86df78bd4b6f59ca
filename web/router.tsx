import { type AnchorHTMLAttributes, type MouseEvent, useCallback, useSyncExternalStore } from 'react'

/** Everything has an address: path and query are the only navigation state, and the History API is the store. */

const listeners = new Set<() => void>()
const announce = () => {
  for (const listener of listeners) listener()
}
window.addEventListener('popstate', announce)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Goes to an address of the workbench; `replace` for what is not a step worth going back to. */
export function navigate(to: string, { replace = false } = {}): void {
  if (to === window.location.pathname + window.location.search) return
  if (replace) window.history.replaceState(null, '', to)
  else window.history.pushState(null, '', to)
  announce()
}

/** The address as it stands. */
export function useAddress(): { readonly path: string; readonly query: URLSearchParams } {
  const href = useSyncExternalStore(subscribe, () => window.location.pathname + window.location.search)
  const at = href.indexOf('?')
  return {
    path: at < 0 ? href : href.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : href.slice(at)),
  }
}

/** The present address with some query values changed; null or '' takes a value out. */
export function withQuery(changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(window.location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name)
    else query.set(name, value)
  }
  // Identifiers are made of colons; unescaped they stay readable in an address that is sent to a colleague.
  const text = query.toString().replaceAll('%3A', ':')
  return window.location.pathname + (text === '' ? '' : `?${text}`)
}

/** One value of the query and how to change it. Changing replaces unless `push` says that back should undo it. */
export function useQueryValue(
  name: string,
  fallback = '',
  { push = false } = {},
): readonly [string, (value: string | null) => void] {
  const { query } = useAddress()
  const set = useCallback(
    (value: string | null) => navigate(withQuery({ [name]: value === fallback ? null : value }), { replace: !push }),
    [name, fallback, push],
  )
  return [query.get(name) ?? fallback, set]
}

/** Values captured by a pattern such as `/identity/:subject`, or null where it does not fit. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/')
  const given = path.replace(/\/+$/, '').split('/')
  if (wanted.length !== given.length) return null
  const values: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? ''
    if (part.startsWith(':')) {
      try {
        values[part.slice(1)] = decodeURIComponent(value)
      } catch {
        return null
      }
    } else if (part !== value) return null
  }
  return values
}

/** One part of a path, escaped except for the colons identifiers are made of. */
export function part(value: string): string {
  return encodeURIComponent(value).replaceAll('%3A', ':')
}

/** A link inside the workbench: a real anchor, so that it can be opened beside and copied. */
export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    navigate(href)
  }
  return <a href={href} onClick={follow} {...rest} />
}
