// Programs of the operating system that read what Node alone cannot: installed through the system's package manager
// where it may, named where it may not. Node built-ins only, because this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian's packages that read evidence, each with a program that tells whether it is there. */
export const forEvidence = [
  ['sleuthkit', ['fls']],
  ['ewf-tools', ['ewfinfo']],
  ['qemu-utils', ['qemu-img']],
  ['mariadb-server-core', ['mariadbd']],
  ['mariadb-client', ['mariadb-dump']],
  ['pst-utils', ['readpst']],
  ['7zip', ['7zz', '7z']],
  ['xz-utils', ['xz']],
  ['bzip2', ['bzip2']],
  ['zstd', ['zstd']],
]

/** Chromium for the browser tests and poppler for the PDF tests. */
export const forTests = [
  ['chromium', ['chromium', 'chromium-browser', 'google-chrome']],
  ['poppler-utils', ['pdftotext']],
]

/** Installs what is missing where this user may, and otherwise says what is missing and what follows from it. */
export function installPrograms(wanted, without) {
  const missing = wanted.filter(([, programs]) => !programs.some(onPath)).map(([name]) => name)
  if (missing.length === 0 || process.platform !== 'linux') return
  if (process.getuid?.() === 0 && onPath('apt-get') && !process.env.HOLDFAST_NO_APT) {
    console.error(`Installing ${missing.join(', ')} …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0
    // One package that a release lacks must not keep the others away.
    const install = (names) => apt('install', '-y', '-qq', '--no-install-recommends', ...names)
    apt('update', '-qq')
    if (install(missing)) return
    for (const name of missing) install([name])
  }
  const still = wanted.filter(([, programs]) => !programs.some(onPath)).map(([name]) => name)
  if (still.length > 0) console.error(`Not installed: ${still.join(', ')}. ${without}`)
}

function onPath(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin', '/usr/local/bin']
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)))
}
