/** An endpoint with the types of what it takes and gives; `types` exists for the compiler only. */
export interface Endpoint<Params, Query, Body, Answer> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly about: string
  readonly types?: { readonly params: Params; readonly query: Query; readonly body: Body; readonly answer: Answer }
}

/** An endpoint that answers a question. */
export function get<Params, Query, Answer>(path: string, about: string): Endpoint<Params, Query, null, Answer> {
  return { method: 'GET', path, about }
}

/** An endpoint that records something. */
export function post<Params, Body, Answer>(
  path: string,
  about: string,
): Endpoint<Params, Readonly<Record<never, never>>, Body, Answer> {
  return { method: 'POST', path, about }
}
