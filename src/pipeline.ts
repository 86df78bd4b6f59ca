import type { Stage } from './db/stage.ts'
import { mirrorStage } from './evidence/mirror.ts'
import { forumStages } from './forum/stage.ts'

/** The way through the house: every stage, in the order the data flows. The runner checks it against reads and writes. */
export const stages: readonly Stage[] = [mirrorStage, ...forumStages]
