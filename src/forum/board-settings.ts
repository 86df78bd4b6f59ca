import type { ClientBase } from 'pg'
import { quoteName } from '../db/columns.ts'
import { nameUnder } from './prefix.ts'

/** Tables in which forum software keeps its settings: name and value, by the names its schema gives them. */
const tables: Readonly<Record<string, readonly (readonly [table: string, name: string, value: string])[]>> = {
  phpbb: [['config', 'config_name', 'config_value']],
  fluxbb: [['config', 'conf_name', 'conf_value']],
  punbb: [['config', 'conf_name', 'conf_value']],
  mybb: [['settings', 'name', 'value']],
  smf: [['settings', 'variable', 'value']],
  vbulletin: [['setting', 'varname', 'value']],
  xenforo: [['option', 'option_id', 'option_value']],
  invision: [
    ['core_sys_conf_settings', 'conf_key', 'conf_value'],
    ['conf_settings', 'conf_key', 'conf_value'],
  ],
  woltlab: [
    ['wcf1_option', 'optionName', 'optionValue'],
    ['option', 'optionName', 'optionValue'],
  ],
  discourse: [['site_settings', 'name', 'value']],
  flarum: [['settings', 'key', 'value']],
}

/** Names under which software keeps what is asked here: its own mailboxes, its addresses, and its time zone. */
const wanted =
  /mail|^(?:o_)?webmaster|time_?zone|timeoffset|tz$|^board_(?:timezone|dst)$|server_timezone|^(?:server_name|bburl|boardurl|boardUrl|o_base_url|forum_url|cookie_domain)$/i
/** Of those, what may hold a password or the text of a mail is left where it lies. */
const unwanted = /pass|secret|key|token|smtp_user|template|message|signature|text/i

/** A setting that a board keeps in its own database. */
export interface BoardSetting {
  readonly name: string
  readonly value: string
}

/** The settings of a board that tell of its mail and its clock, in the order of their names. */
export async function boardSettings(db: ClientBase, site: number): Promise<readonly BoardSetting[]> {
  const { rows: found } = await db.query<{ exhibit: number; engine: string; mirror: string; prefix: string }>(
    'SELECT exhibit, engine, mirror, prefix FROM forum.site WHERE site = $1',
    [site],
  )
  const board = found[0]
  if (board === undefined) return []
  const settings: BoardSetting[] = []
  for (const [table, name, value] of tables[board.engine] ?? []) {
    const full = nameUnder(board.prefix, table)
    const { rows: there } = await db.query<{ columns: readonly { readonly column: string; readonly type: string }[] }>(
      'SELECT columns FROM evidence.mirror_table WHERE exhibit = $1 AND name = $2',
      [board.exhibit, full],
    )
    const text = (column: string): string | null => {
      const type = there[0]?.columns.find((c) => c.column === column)?.type
      return type === undefined ? null : type === 'bytea' ? `encode(${quoteName(column)}, 'escape')` : quoteName(column)
    }
    const [nameSql, valueSql] = [text(name), text(value)]
    if (nameSql === null || valueSql === null) continue
    const { rows } = await db.query<{ name: string; value: string }>(
      `SELECT ${nameSql} AS name, ${valueSql} AS value FROM ${quoteName(board.mirror)}.${quoteName(full)}
        WHERE ${valueSql} <> '' AND length(${valueSql}) < 1000 ORDER BY 1`,
    )
    settings.push(...rows.filter((r) => wanted.test(r.name) && !unwanted.test(r.name)))
  }
  return settings
}
