import type { FileKind } from '../kind.ts'
import { readSettings } from '../settings/software.ts'

/** Configuration files are small; a longer file of PHP is a program. */
const longest = 256 * 1024 - 1

/** Where forum software keeps the name and prefix of its database, its secrets and its cookies. */
export const configuration: FileKind = {
  name: 'configuration',
  about:
    'configuration files of phpBB, FluxBB, PunBB, MyBB, SMF, vBulletin, XenForo, Invision, WoltLab, Vanilla, Flarum, NodeBB, Discourse; .env files; option files of MySQL with a password; crontabs, scripts and histories that call a program with a password',
  role: 'configuration',
  detect: (first) => first.length <= longest && readSettings(first) !== null,
}
