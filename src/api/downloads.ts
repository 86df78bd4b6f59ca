import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { Refusal } from './errors.ts'

/** Where packages lie in the case folder; nothing else of it is ever sent. */
const productsFolder = 'packages'
const mostBytes = 512 * 1024 * 1024

/**
 * Reads a product of ours from the case folder: only from the folder of packages, only when its SHA-256 is still the
 * recorded one, so that evidence cannot be had by way of a changed path.
 */
export async function readProduct(
  caseDir: string,
  file: { readonly path: string; readonly sha256: string },
): Promise<Buffer> {
  const gone = new Refusal(
    409,
    'Package file',
    'it is not where the case says it is',
    'Run the pipeline again to write it anew.',
  )
  const root = await realpath(join(caseDir, productsFolder)).catch(() => null)
  const path = await realpath(join(caseDir, file.path)).catch(() => null)
  if (root === null || path === null) throw gone
  const inside = relative(root, path)
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw gone
  const found = await stat(path)
  if (!found.isFile() || found.size > mostBytes) throw gone
  const bytes = await readFile(path)
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256)
    throw new Refusal(
      409,
      'Package file',
      'it is not the file that was recorded: its SHA-256 differs',
      'Do not use it. Run the pipeline again to write it anew, and find out who changed it.',
    )
  return bytes
}
