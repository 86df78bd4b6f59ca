import { momentText, numberText, type StoredObject } from '../objects.ts'
import { documentJson, valueJson, valueText } from './json.ts'
import { type Element, elementsAt, types } from './walk.ts'

/** What a document holds: an object of NodeBB, a session, or anything else. */
export type Held =
  | { readonly is: 'object'; readonly key: string; readonly object: StoredObject; readonly expires: string | null }
  | { readonly is: 'session'; readonly sid: string; readonly sess: string; readonly expire: string | null }
  | { readonly is: 'document'; readonly id: string | null; readonly document: string }

/**
 * What a document of a collection holds. NodeBB's are told as the software tells them (src/database/mongo/main.js, `type`),
 * by the names of their fields; its sessions are those of connect-mongo (lib/MongoStore.js).
 */
export function heldIn(bytes: Buffer, elements: readonly Element[], collection: string): Held {
  const by = new Map(elements.map((e) => [e.name, e]))
  const [key, id, session] = [by.get('_key'), by.get('_id'), by.get('session')]
  const expires = dateText(bytes, by.get('expireAt') ?? by.get('expires'))
  if (key?.type === types.string)
    return { is: 'object', key: valueText(bytes, key), object: objectIn(bytes, by), expires }
  if (collection === 'sessions' && id?.type === types.string && session !== undefined) {
    const sess = session.type === types.string ? valueText(bytes, session) : valueJson(bytes, session, 'plain')
    return { is: 'session', sid: valueText(bytes, id), sess, expire: expires }
  }
  const document = documentJson(bytes, elements, 'canonical')
  return { is: 'document', id: id === undefined ? null : valueText(bytes, id), document }
}

function objectIn(bytes: Buffer, by: ReadonlyMap<string, Element>): StoredObject {
  const own = [...by.values()].filter((e) => e.name !== '_key' && e.name !== '_id' && e.name !== 'expireAt')
  const [value, score] = [by.get('value'), by.get('score')]
  if (own.length === 2 && value && score)
    return { kind: 'zset', members: [[valueText(bytes, value), scoreText(bytes, score)]] }
  const only = own.length === 1 ? own[0]! : null
  if (only?.name === 'members' && only.type === types.array) return { kind: 'set', members: texts(bytes, only) }
  if (only?.name === 'array' && only.type === types.array) return { kind: 'list', items: texts(bytes, only) }
  if (only?.name === 'data') return { kind: 'string', text: valueText(bytes, only) }
  // The software cannot store these two characters in names, and writes their wide forms (src/database/mongo/helpers.js).
  const named = own.map((e) => ({ ...e, name: e.name.replaceAll('\uff0e', '.').replaceAll('\uff04', '$') }))
  return { kind: 'hash', fields: documentJson(bytes, named, 'plain') }
}

function texts(bytes: Buffer, list: Element): string[] {
  return elementsAt(bytes, list.start).map((e) => valueText(bytes, e))
}

function scoreText(bytes: Buffer, e: Element): string {
  return e.type === types.double ? numberText(bytes.readDoubleLE(e.start)) : valueText(bytes, e)
}

function dateText(bytes: Buffer, e: Element | undefined): string | null {
  return e?.type === types.date ? momentText(bytes.readBigInt64LE(e.start)) : null
}
