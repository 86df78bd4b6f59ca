import { openLogSet } from '../mirror/rdb/log-set.ts'
import { readManifest } from '../mirror/rdb/manifest.ts'
import type { PlacedSource } from '../mirror/source.ts'

/**
 * Manifests of logs of Redis in several files (Redis 7, `appendonlydir`): the dump that the log begins with and the files
 * of commands since, carried out as one log.
 *
 * LIMITATIONS: as for a log in one file. Files that the manifest calls history, which the server was about to delete, are
 * not read. Files that are packed each by itself are read each by itself.
 */
export const redisLogSet: PlacedSource = {
  name: 'redis-log-set',
  about: 'manifests of logs of Redis in several files (appendonlydir)',
  detect: (first) =>
    /^(?:#[^\n]{0,1000}\n)*file ["\w]/.test(Buffer.from(first.subarray(0, 4096)).toString('latin1')) &&
    readManifest(first) !== null,
  companions: [],
  lists: (content) => (readManifest(content) ?? []).map((p) => p.name),
  openAt: openLogSet,
}
