import type { SignalKind } from '../jurisdiction.ts'
import { addresses } from './addresses.ts'
import { domain } from './domain.ts'
import { language } from './language.ts'
import { phone } from './phone.ts'
import { statedPlace } from './stated-place.ts'
import { timeZone } from './time-zone.ts'

/** Every kind of signal, the most telling first. */
export const signalKinds: readonly SignalKind[] = [addresses, phone, statedPlace, domain, language, timeZone]
