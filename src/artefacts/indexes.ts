import type { StageContext, Statement } from '../db/stage.ts'

/**
 * Indexes of artefacts.sighting while millions of rows pour in: keeping them up costs more than twice what building
 * them costs, so a large load takes them off first, and the counting that follows builds them again.
 */
const shed: readonly Statement[] = [
  { text: 'DROP INDEX IF EXISTS artefacts.sighting_selector, artefacts.sighting_member' },
  { text: 'ALTER TABLE artefacts.sighting DROP CONSTRAINT IF EXISTS sighting_pkey' },
]

/** What takes the indexes off, if as many rows as that are worth it beside those already there. */
export async function shedIndexes({ db }: StageContext, coming: number): Promise<readonly Statement[]> {
  const { rows } = await db.query<{ many: boolean }>(
    'SELECT count(*) > $1::float8 AS many FROM (SELECT FROM artefacts.sighting LIMIT $1::bigint + 1) s',
    [Math.ceil(coming * 4)],
  )
  return rows[0]!.many ? [] : shed
}

/**
 * Puts every index of the sightings back that is not there. Two begin with the column that tells rows apart best: kinds and
 * places are few, and to sort by them first takes twice as long.
 */
export const buildIndexes: readonly Statement[] = [
  primaryKey('sighting', 'place_id, place, site, n'),
  { text: 'CREATE INDEX IF NOT EXISTS sighting_selector ON artefacts.sighting (value, kind)' },
  { text: 'CREATE INDEX IF NOT EXISTS sighting_member ON artefacts.sighting (site, member, kind)' },
]

/** The same for artefacts.persona_selector, which is always written whole. */
export const shedPersonaIndexes: readonly Statement[] = [
  { text: 'DROP INDEX IF EXISTS artefacts.persona_selector_value' },
  { text: 'ALTER TABLE artefacts.persona_selector DROP CONSTRAINT IF EXISTS persona_selector_pkey' },
]

export const buildPersonaIndexes: readonly Statement[] = [
  primaryKey('persona_selector', 'site, member, kind, value, relation'),
  { text: 'CREATE INDEX IF NOT EXISTS persona_selector_value ON artefacts.persona_selector (value, kind)' },
]

/** And for artefacts.selector, which is written in the order of its key. */
export const shedSelectorIndexes: readonly Statement[] = [
  { text: 'ALTER TABLE artefacts.selector DROP CONSTRAINT IF EXISTS selector_pkey' },
]

export const buildSelectorIndexes: readonly Statement[] = [primaryKey('selector', 'kind, value')]

function primaryKey(table: string, columns: string): Statement {
  return {
    text: `DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '${table}_pkey' AND conrelid = 'artefacts.${table}'::regclass) THEN
        ALTER TABLE artefacts.${table} ADD CONSTRAINT ${table}_pkey PRIMARY KEY (${columns});
      END IF;
    END $$`,
  }
}
