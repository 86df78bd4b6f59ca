import { identifyHead } from '../../../src/evidence/recognise.ts'
import { readSettings } from '../../../src/evidence/settings/software.ts'
import { openAgents } from '../../../src/evidence/weblog/agents.ts'
import { detectWebLog, openFormat } from '../../../src/evidence/weblog/detect.ts'
import { noCounts, openLogReader } from '../../../src/evidence/weblog/reader.ts'
import { openRows } from '../../../src/evidence/weblog/rows.ts'
import { packedSamples } from './dumps.ts'
import type { Form } from './forms.ts'

const requests = Array.from(
  { length: 260 },
  (_, n) =>
    `192.0.2.${n % 250} - ${n % 5 ? '-' : 'an na'} [01/Feb/2023:10:00:${10 + (n % 50)} +0100] "GET /viewtopic.php?t=${n} HTTP/1.1" 200 ${n} "http://rail.example/ü${n}" "Browser ${n % 7} \\"x\\""\n`,
).join('')
const iis = `#Software: IIS\n#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status cs(User-Agent)\n${Array.from({ length: 200 }, (_, n) => `2023-02-01 10:00:${10 + (n % 40)} 192.0.2.${n} GET /a - 200 Moz+${n % 3}\n`).join('')}`
const configuration = `<?php\n// a comment with a ' in it\n$dbms = 'phpbb\\\\db\\\\driver\\\\mysqli';\n$dbhost = '';\n$dbname = "garden";\n$dbuser = 'gardener';\n$dbpasswd = 'not a secret';\n$table_prefix = 'phpbb_';\n${Array.from({ length: 90 }, (_, n) => `$config['entry_${n}'] = array('a' => ${n}, "b" => 'it\\'s', 'c' => array(1, 2));\n`).join('')}@define('PHPBB_INSTALLED', true);\n`

const entries = (line: (n: number) => string): string => Array.from({ length: 90 }, (_, n) => line(n)).join('')
const plain = {
  'in JSON': JSON.stringify({
    url: 'https://ferns.example',
    secret: 'not a secret',
    database: 'mongo',
    mongo: { host: '127.0.0.1', port: 27017, username: 'u', password: 'none', database: 'ferns' },
    ...Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`entry_${n}`, { a: [n, null, 'x'], b: `it's ${n}` }])),
  }),
  'in YAML': `env:\n  LC_ALL: en_GB.UTF-8\n  DISCOURSE_HOSTNAME: 'ferns.example'\n  DISCOURSE_DB_PASSWORD: none#1\n${entries((n) => `  DISCOURSE_ENTRY_${n}: "it's # ${n}" # a note\n`)}volumes:\n  - volume:\n      host: /var/shared\n`,
  'in lines': `# a note\nDISCOURSE_HOSTNAME=ferns.example\nDISCOURSE_DB_NAME='ferns'\nDISCOURSE_DB_PASSWORD="none $x"\n${entries((n) => `export DISCOURSE_ENTRY_${n}='it is ${n}'\n`)}`,
}

function log(name: string, sample: string): Form {
  return {
    name,
    sample: Buffer.from(sample),
    told: false,
    read: (data, rng) => {
      const agents = openAgents(1, { next: 1, from: 1 }, [])
      const rows = openRows(1, 1, agents)
      let told = 0
      const format =
        openFormat(detectWebLog(data, 'x')?.format ?? 'combined', null, null) ?? openFormat('combined', null, null)!
      const report = (t: { readonly offset: number; readonly length: number }): void => {
        told++
        if (t.offset + t.length > data.length) throw new Error('a finding lies behind the file')
      }
      const reader = openLogReader(
        format,
        rows,
        report,
        { offset: 0, counts: noCounts, format: null },
        rng.chance(0.3) ? 150 : 4096,
      )
      const cut = rng.below(data.length + 1)
      for (const piece of [data.subarray(0, cut), data.subarray(cut)]) {
        reader.feed(Uint8Array.from(piece))
        reader.run(Number.MAX_SAFE_INTEGER)
      }
      reader.finish()
      const { counts, offset } = reader.state()
      const { lines, requests: good, errors, remarks, damaged } = counts
      if (offset !== data.length || lines !== good + errors + remarks + damaged) throw new Error('lines do not balance')
      return { things: good + errors, told, digest: '' }
    },
  }
}

/** Logs, configuration, and what any file is told to be. */
export const textForms: readonly Form[] = [
  log('a combined access log', requests),
  log('a log of IIS', iis),
  {
    name: 'configuration files',
    sample: Buffer.from(configuration),
    told: false,
    read: (data) => ({ things: readSettings(data)?.settings.length ?? 0, told: 0, digest: '' }),
  },
  ...Object.entries(plain).map(
    ([name, sample]): Form => ({
      name: `configuration ${name}`,
      sample: Buffer.from(sample),
      told: false,
      read: (data) => ({ things: readSettings(data)?.settings.length ?? 0, told: 0, digest: '' }),
    }),
  ),
  {
    name: 'telling files apart',
    sample: packedSamples.gzip,
    told: false,
    read: (data) => ({ things: identifyHead(data, 'a/b.sql.gz').source === 'other' ? 0 : 1, told: 0, digest: '' }),
  },
]
