import { decimalText } from './decimal.ts'
import { type Element, elementsAt, types } from './walk.ts'

/** Canonical: MongoDB's Extended JSON 2.0, from which the value can be told again; plain: as a program that reads JSON wants it. */
export type JsonForm = 'canonical' | 'plain'

/** A document that was walked, as JSON. */
export function documentJson(bytes: Buffer, elements: readonly Element[], form: JsonForm): string {
  return `{${elements.map((e) => `${JSON.stringify(e.name)}:${valueJson(bytes, e, form)}`).join(',')}}`
}

/** The value of an element as JSON. */
export function valueJson(bytes: Buffer, e: Element, form: JsonForm): string {
  const wrap = (name: string, text: string): string => `{"${name}":${JSON.stringify(text)}}`
  const number = (name: string, text: string): string => (form === 'plain' ? text : wrap(name, text))
  const { start, end } = e
  switch (e.type) {
    case types.double: {
      const value = bytes.readDoubleLE(start)
      return Number.isFinite(value)
        ? number('$numberDouble', doubleText(value, form))
        : wrap('$numberDouble', String(value))
    }
    case types.string:
      return JSON.stringify(textAt(bytes, start))
    case types.document:
      return documentJson(bytes, elementsAt(bytes, start), form)
    case types.array:
      return `[${elementsAt(bytes, start)
        .map((inner) => valueJson(bytes, inner, form))
        .join(',')}]`
    case types.binary: {
      const subType = bytes[start + 4]!.toString(16).padStart(2, '0')
      return `{"$binary":{"base64":"${bytes.toString('base64', start + 5, end)}","subType":"${subType}"}}`
    }
    case types.undefined:
      return '{"$undefined":true}'
    case types.objectId:
      return wrap('$oid', bytes.toString('hex', start, end))
    case types.boolean:
      return String(bytes[start] === 1)
    case types.date: {
      const value = bytes.readBigInt64LE(start)
      return form === 'plain' ? String(value) : `{"$date":{"$numberLong":"${value}"}}`
    }
    case types.null:
      return 'null'
    case types.regex: {
      const [pattern = '', options = ''] = bytes.toString('utf8', start, end).split('\0')
      return `{"$regularExpression":{"pattern":${JSON.stringify(pattern)},"options":${JSON.stringify(options)}}}`
    }
    case types.pointer:
      return `{"$dbPointer":{"$ref":${JSON.stringify(textAt(bytes, start))},"$id":{"$oid":"${bytes.toString('hex', end - 12, end)}"}}}`
    case types.code:
      return wrap('$code', textAt(bytes, start))
    case types.symbol:
      return wrap('$symbol', textAt(bytes, start))
    case types.scoped: {
      const scope = start + 8 + bytes.readInt32LE(start + 4)
      return `{"$code":${JSON.stringify(textAt(bytes, start + 4))},"$scope":${documentJson(bytes, elementsAt(bytes, scope), form)}}`
    }
    case types.int32:
      return number('$numberInt', String(bytes.readInt32LE(start)))
    case types.timestamp:
      return `{"$timestamp":{"t":${bytes.readUInt32LE(start + 4)},"i":${bytes.readUInt32LE(start)}}}`
    case types.int64:
      return number('$numberLong', String(bytes.readBigInt64LE(start)))
    case types.decimal:
      return wrap('$numberDecimal', decimalText(bytes.readBigUInt64LE(start), bytes.readBigUInt64LE(start + 8)))
    default:
      return e.type === types.least ? '{"$minKey":1}' : '{"$maxKey":1}'
  }
}

/** A value as the text that stands for it: a text itself, a number by its digits, anything else as JSON. */
export function valueText(bytes: Buffer, e: Element): string {
  if (e.type === types.string || e.type === types.symbol) return textAt(bytes, e.start)
  if (e.type === types.objectId) return bytes.toString('hex', e.start, e.end)
  if (e.type === types.double) return doubleText(bytes.readDoubleLE(e.start), 'plain')
  return valueJson(bytes, e, e.type === types.int32 || e.type === types.int64 ? 'plain' : 'canonical')
}

function doubleText(value: number, form: JsonForm): string {
  if (!Number.isInteger(value)) return String(value)
  if (form === 'plain') return BigInt(value).toString()
  return Object.is(value, -0) ? '-0.0' : Math.abs(value) < 1e21 ? value.toFixed(1) : String(value)
}

function textAt(bytes: Buffer, start: number): string {
  return bytes.toString('utf8', start + 4, start + 4 + bytes.readInt32LE(start) - 1)
}
