import type { Factor } from '../risk.ts'
import { activity } from './activity.ts'
import { agencyTerms } from './agency-terms.ts'
import { anonymisation } from './anonymisation.ts'
import { hiddenBoards } from './hidden-boards.ts'
import { privateChannels } from './private-channels.ts'
import { privateMessages } from './private-messages.ts'
import { recency } from './recency.ts'
import { sanctions } from './sanctions.ts'
import { securityTalk } from './security-talk.ts'
import { severalAccounts } from './several-accounts.ts'
import { staff } from './staff.ts'
import { uploads } from './uploads.ts'
import { urgency } from './urgency.ts'

/** Every factor, in the order in which they are shown: urgency first, then the heaviest. */
export const factors: readonly Factor[] = [
  urgency,
  staff,
  agencyTerms,
  hiddenBoards,
  privateChannels,
  uploads,
  activity,
  privateMessages,
  severalAccounts,
  anonymisation,
  securityTalk,
  sanctions,
  recency,
]
