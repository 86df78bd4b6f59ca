import type { Stage } from '../db/stage.ts'
import { authorStage } from './authors.ts'
import { proseStage } from './prose.ts'
import { rollupStage } from './rollup.ts'
import { typedStage } from './typed.ts'

/** The stages of this room: sightings from columns, sightings from prose, both counted, and what each account wrote. */
export const artefactStages: readonly Stage[] = [typedStage, proseStage, rollupStage, authorStage]
