import type { Stage } from '../db/stage.ts'
import { proseStage } from './prose.ts'
import { rollupStage } from './rollup.ts'
import { typedStage } from './typed.ts'

/** The stages of this room: sightings from columns, sightings from prose, and both counted. */
export const artefactStages: readonly Stage[] = [typedStage, proseStage, rollupStage]
