import { kinds } from '../../src/artefacts/kinds/index.ts'
import { kindConformance } from '../conformance/kind.ts'

for (const kind of kinds) kindConformance(kind)
