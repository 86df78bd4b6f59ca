import type { Endpoint, ApiError as Refusal } from '../src/api/contract.ts'
import { keyHeader, keyName, whyHeader } from '../src/api/contract.ts'
import { preferences } from './preferences.ts'

/** A refusal or failure, as three things a person needs: what, why, and what to do next. */
export interface Trouble {
  readonly status: number
  readonly name: string
  readonly reason: string
  readonly next: string
}

/** Thrown by every call that did not get its answer. */
export class ApiError extends Error {
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(`${trouble.name}: ${trouble.reason}`)
    this.trouble = trouble
  }
}

const unreachable: Trouble = {
  status: 0,
  name: 'The server does not answer',
  reason: 'The program on this machine was stopped, or the connection to it broke.',
  next: 'Start it again with “holdfast serve” and open the address it prints.',
}

async function refusal(response: Response): Promise<Trouble> {
  try {
    const body = (await response.json()) as Refusal
    return { status: response.status, ...body.error }
  } catch {
    return {
      status: response.status,
      name: `The server answered ${response.status}`,
      reason: 'Its answer said no more than that.',
      next: 'Try again; if it stays, look at the log of the program.',
    }
  }
}

/** The key the one-time address brought; only pages of this origin can read it. */
function headers(): Record<string, string> {
  const why = preferences().why
  return {
    accept: 'application/json',
    [keyHeader]: window.localStorage.getItem(keyName) ?? '',
    ...(why === '' ? {} : { [whyHeader]: encodeURIComponent(why) }),
  }
}

/** Moves the key from the fragment of the one-time address to where this origin keeps it, before anything is asked. */
export function takeKey(): boolean {
  const key = /^#key=(.+)$/.exec(window.location.hash)?.[1]
  if (key === undefined) return false
  window.localStorage.setItem(keyName, decodeURIComponent(key))
  window.history.replaceState(null, '', window.location.pathname + window.location.search)
  return true
}

async function request(path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', redirect: 'error', ...init })
  } catch {
    throw new ApiError(unreachable)
  }
  if (!response.ok) throw new ApiError(await refusal(response))
  return response
}

async function answer(path: string, init: RequestInit): Promise<unknown> {
  const text = await (await request(path, init)).text()
  return text === '' ? null : JSON.parse(text)
}

/** The address of an endpoint with its parameters and query filled in. */
export function address<P, Q, B, A>(
  endpoint: Endpoint<P, Q, B, A>,
  params: NoInfer<P>,
  query?: NoInfer<Q> | undefined,
): string {
  const values = params as Readonly<Record<string, string | number>>
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((query ?? {}) as Readonly<Record<string, unknown>>)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Asks for an address that was made by `address`. */
export function get(path: string): Promise<unknown> {
  return answer(path, { headers: headers() })
}

/** Sends something to be recorded. */
export async function send<P, Q, B, A>(
  endpoint: Endpoint<P, Q, B, A>,
  params: NoInfer<P>,
  body: NoInfer<B>,
): Promise<A> {
  const path = address(endpoint, params)
  const init = { method: endpoint.method, headers: { ...headers(), 'content-type': 'application/json' } }
  return (await answer(path, { ...init, body: JSON.stringify(body ?? {}) })) as A
}

/** Fetches a file and hands it to the browser to save: a plain link could not carry the key. */
export async function download<P>(
  endpoint: Endpoint<P, object, null, Blob>,
  params: NoInfer<P>,
  name: string,
): Promise<void> {
  const response = await request(address(endpoint, params), { headers: { ...headers(), accept: '*/*' } })
  save(await response.blob(), name)
}

/** Saves a blob under a name. */
export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
