import type { Opener } from '../opener.ts'
import { age } from './age.ts'
import { luks } from './luks.ts'
import { pgp } from './pgp.ts'
import { sevenZip } from './seven-zip.ts'
import { zip } from './zip.ts'

/** What opens closed things with a key. */
export const openers: readonly Opener[] = [zip, sevenZip, pgp, age, luks]
