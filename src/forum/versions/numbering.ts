import type { Statement } from '../../db/stage.ts'

/**
 * Since when each version stood and until when, who wrote it and who replaced it, in order of time: a text before an edit stood
 * since the edit before that, a text that an edit made until the next one. The first stands since the post was written,
 * unless the post counts more edits than the history has. A text
 * that was kept with a report ends with the post's last edit. Of copies and stated spans nothing is changed.
 */
export function numbering(site: number): readonly Statement[] {
  return (['post', 'message'] as const).map((of) => ({ text: sql(of), values: [site] }))
}

const order = (alias: string): string =>
  `coalesce(CASE WHEN ${alias}.form IN ('made', 'copy', 'span', 'seen') THEN ${alias}.since END, ${alias}.until), length(${alias}.id), ${alias}.id`

const sql = (of: 'post' | 'message'): string => `
  WITH own AS (
    SELECT v.id, v.form, v.copy, v.since, v.until, v.author, v.replaced_by, v.text, p.at AS began, p.author AS writer, p.text AS now, p.edited_at,
           ${of === 'post' ? 'p.edited_by, p.edit_count' : 'NULL::text AS edited_by, NULL::int AS edit_count'}, p.id IS NOT NULL AS there,
           row_number() OVER (PARTITION BY v.${of} ORDER BY ${order('v')})::int AS version,
           row_number() OVER w = 1 AS first, lead(v.id) OVER w IS NULL AS last,
           count(*) OVER (PARTITION BY v.${of}, v.form IN ('copy', 'seen')) AS edits,
           lag(v.until) OVER w AS before, lag(v.replaced_by) OVER w AS before_by, lead(v.since) OVER w AS after, lead(v.author) OVER w AS after_by
      FROM forum.post_version v LEFT JOIN forum.${of} p ON p.site = v.site AND p.id = v.${of}
     WHERE v.site = $1 AND v.${of} IS NOT NULL WINDOW w AS (PARTITION BY v.${of}, v.form IN ('copy', 'seen') ORDER BY ${order('v')})),
  told AS (
    SELECT o.*, form IN ('before', 'patch', 'changes') AS backwards, form = 'made' AND last AND (NOT there OR text IS NULL OR text = now) AS current FROM own o)
  UPDATE forum.post_version v SET version = t.version, shown = t.current AND t.there,
      since = CASE WHEN t.backwards THEN CASE WHEN NOT t.first THEN t.before WHEN coalesce(t.edit_count, 0) <= t.edits THEN t.began END ELSE t.since END,
      author = CASE WHEN t.form = 'seen' THEN t.writer WHEN t.backwards THEN CASE WHEN t.first THEN t.writer ELSE t.before_by END ELSE t.author END,
      until = CASE WHEN t.form = 'made' THEN CASE WHEN NOT t.last THEN t.after WHEN NOT t.current AND t.edited_at > t.since THEN t.edited_at END
        WHEN t.form = 'seen' AND t.edited_at > t.since THEN t.edited_at ELSE t.until END,
      replaced_by = CASE WHEN t.form = 'made' THEN CASE WHEN NOT t.last THEN t.after_by WHEN NOT t.current AND t.edited_at > t.since THEN t.edited_by END ELSE t.replaced_by END,
      text = CASE WHEN t.form IN ('before', 'span', 'copy', 'seen') THEN coalesce(v.text, '') WHEN t.current AND t.there THEN t.now ELSE v.text END
    FROM told t WHERE v.site = $1 AND v.id = t.id`
