import { artefactStages } from './artefacts/stage.ts'
import type { Stage } from './db/stage.ts'
import { disseminationStages } from './dissemination/stage.ts'
import { databasesStage } from './evidence/databases.ts'
import { mailStage } from './evidence/mail.ts'
import { mirrorStage } from './evidence/mirror.ts'
import { openStage, unlockedStage } from './evidence/open.ts'
import { settingsStage } from './evidence/settings.ts'
import { webLogStage } from './evidence/weblog.ts'
import { forumStages } from './forum/stage.ts'
import { visitsStage } from './forum/visits/stage.ts'
import { identityStages } from './identity/stage.ts'
import { jurisdictionStages } from './jurisdiction/stage.ts'
import { linksStages } from './links/stage.ts'
import { verdicts } from './media/stage.ts'
import { riskStages } from './risk/stage.ts'
import { locked } from './unlock/locked.ts'
import { lockedText } from './unlock/locked-text.ts'
import { unlockStages } from './unlock/stage.ts'

/** The way through the house: every stage, in the order the data flows. The runner checks it against reads and writes. */
export const stages: readonly Stage[] = [
  openStage,
  unlockedStage,
  settingsStage,
  databasesStage,
  mirrorStage,
  webLogStage,
  mailStage,
  ...forumStages,
  visitsStage,
  verdicts,
  ...unlockStages,
  locked,
  lockedText,
  ...artefactStages,
  ...identityStages,
  ...jurisdictionStages,
  ...riskStages,
  ...linksStages,
  ...disseminationStages,
]
