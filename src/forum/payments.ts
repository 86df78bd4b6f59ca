import type { Derived, Found, Made } from './forum.ts'
import { unserialize } from './php.ts'

type Pair = readonly [name: string, value: string]

/** So deep are lists within lists looked at: a request within a notice, and the answer within that. */
const deepest = 4

/** Lists without anything in them, as PHP and JSON write them. */
const empty: ReadonlySet<unknown> = new Set(['a:0:{}', '[]', '{}'])

/** What a payment service told of a payment, packed by PHP or as JSON, also where one lies in the other. */
function told(packed: unknown, depth = 0): readonly Pair[] {
  if (depth > deepest) return []
  let pairs: readonly (readonly [string, unknown])[] = []
  if (typeof packed === 'string') {
    const php = unserialize(packed)?.value
    if (Array.isArray(php)) pairs = php as typeof pairs
    else {
      try {
        const json: unknown = JSON.parse(packed)
        if (json !== null && typeof json === 'object') pairs = Object.entries(json)
      } catch {
        return []
      }
    }
  } else if (Array.isArray(packed))
    pairs = packed.every((p) => Array.isArray(p) && p.length === 2) ? (packed as typeof pairs) : []
  else if (packed !== null && typeof packed === 'object') pairs = Object.entries(packed)
  return pairs.flatMap(([name, value]): readonly Pair[] => {
    const within = told(value, depth + 1)
    if (within.length > 0 || empty.has(value)) return within
    return ['string', 'number'].includes(typeof value) && String(value).trim() !== ''
      ? [[String(name), String(value)]]
      : []
  })
}

/** The line of a log, and behind it what was told of the payment. */
export const payment: Derived = {
  hint: '_details',
  by: (line, { hint }) => [line.trim(), ...told(hint).map(([name, value]) => `${name}: ${value}`)].join('\n').trim(),
}

/** What names whoever paid, as PayPal and others call it. */
const payers =
  /^(?:payer_(?:email|id|name|business_name)|first_name|last_name|contact_phone|residence_country|address_\w+|email|receipt_email|billing_\w+|name)$/

/** Fields of the account that was paid for: who pays may be somebody else, so each names its payment; a name told again is counted. */
export function payerFields({ member, _id, _details }: Found): readonly Made[] {
  const times = new Map<string, number>()
  return told(_details ?? null)
    .filter(([name]) => payers.test(name))
    .map(([name, value]) => {
      const n = (times.get(name) ?? 0) + 1
      times.set(name, n)
      return { member: member ?? null, field: `payment ${_id} ${name}${n > 1 ? ` ${n}` : ''}`, value }
    })
}
