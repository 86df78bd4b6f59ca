import type { Comparison } from '../identity.ts'
import { conversation } from './conversation.ts'
import { differentBirthday } from './different-birthday.ts'
import { differentLanguage } from './different-language.ts'
import { emailVariant } from './email-variant.ts'
import { sameAddress } from './same-address.ts'
import { sameBirthday } from './same-birthday.ts'
import { sameEmail } from './same-email.ts'
import { sameHandle } from './same-handle.ts'
import { sameMessenger } from './same-messenger.ts'
import { sameOnion } from './same-onion.ts'
import { sameOwner } from './same-owner.ts'
import { samePassphrase } from './same-passphrase.ts'
import { samePassword } from './same-password.ts'
import { samePgpKey } from './same-pgp-key.ts'
import { samePhone } from './same-phone.ts'
import { samePlace } from './same-place.ts'
import { sameSignature } from './same-signature.ts'
import { sameWallet } from './same-wallet.ts'
import { sameWebsite } from './same-website.ts'
import { similarName } from './similar-name.ts'
import { twoPlacesAtOnce } from './two-places-at-once.ts'

/** Every comparison, in the order in which terms of equal weight are told: strongest kinds first, those against last. */
export const comparisons: readonly Comparison[] = [
  sameOwner,
  sameEmail,
  emailVariant,
  sameMessenger,
  samePgpKey,
  sameWallet,
  samePhone,
  samePassword,
  samePassphrase,
  sameAddress,
  sameHandle,
  similarName,
  sameSignature,
  sameWebsite,
  sameOnion,
  sameBirthday,
  samePlace,
  twoPlacesAtOnce,
  differentLanguage,
  differentBirthday,
  conversation,
]
