import type { FileKind } from '../kind.ts'
import { detectWebLog } from '../weblog/detect.ts'

/** What a web server was asked, and what went wrong in it. */
export const webLog: FileKind = {
  name: 'web-log',
  about: 'access and error logs of web servers (Apache, nginx, IIS); plain or gzip',
  role: 'log',
  streamed: true,
  detect: (first, path) => detectWebLog(first, path.split('/').at(-1) ?? path) !== null,
}
