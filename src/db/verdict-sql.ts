/**
 * What the sets say of a row of forum.attachment as JSON, in the shape of `SetVerdict`: several rooms show it, and they meet
 * in the schema. `alias` is a row of forum.attachment.
 */
export function verdictSql(alias: string): string {
  const own = `m.site = ${alias}.site AND m.attachment = ${alias}.id`
  return verdict(`c.scope = 'site' AND c.unit = ${alias}.site`, 'media.attachment_match', own)
}

/** The same of a row of evidence.file. */
export function fileVerdictSql(alias: string): string {
  return verdict(`c.scope = 'exhibit' AND c.unit = ${alias}.exhibit`, 'media.file_match', `m.file = ${alias}.file`)
}

function verdict(unit: string, matches: string, own: string): string {
  const compared = `EXISTS (SELECT FROM media.compared c WHERE ${unit} AND c.hash_set = h.hash_set)`
  const sets = (condition: string): string =>
    `(SELECT count(*)::int FROM media.hash_set h WHERE h.removed_at IS NULL AND ${condition})`
  return `json_build_object('compared', ${sets(compared)}, 'pending', ${sets(`NOT ${compared}`)}, 'matches', (
    SELECT coalesce(json_agg(${matchJson} ORDER BY ${kindRank('h')}, h.name COLLATE "C", m.category), '[]')
      FROM ${matches} m JOIN media.hash_set h ON h.hash_set = m.hash_set AND h.removed_at IS NULL
      LEFT JOIN media.category k ON k.hash_set = m.hash_set AND k.category = m.category
     WHERE ${own}))`
}

const matchJson = `json_build_object('set', h.name, 'kind', h.kind, 'code', k.code, 'label', k.label, 'by', m."by", 'differs', m.differs)`

/** The place of a set's kind among all kinds, the most pressing first. */
export function kindRank(alias: string): string {
  return `array_position(ARRAY['of-interest', 'reference', 'known-software', 'known-harmless'], ${alias}.kind)`
}
