import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifyHead } from '../../src/evidence/recognise.ts'
import { readPhp } from '../../src/evidence/settings/php.ts'
import { readSettings } from '../../src/evidence/settings/software.ts'
import { expectLinear } from '../support/linear.ts'

/** Configuration files as each installer writes them, with invented values. */
const files: Readonly<Record<string, string>> = {
  phpbb: `<?php\n// phpBB 3.0.x auto-generated configuration file\n$dbms = 'mysqli';\n$dbhost = '';\n$dbname = 'ferns';\n$dbuser = 'u';\n$dbpasswd = 'open sesame';\n$table_prefix = 'p_';\n@define('PHPBB_INSTALLED', true);\n?>`,
  fluxbb: `<?php\n\n$db_type = 'mysqli';\n$db_host = 'localhost';\n$db_name = 'ferns';\n$db_username = 'u';\n$db_password = 'open sesame';\n$db_prefix = 'p_';\n$cookie_name = 'pun_cookie';\n$cookie_seed = 'seed of ferns';\ndefine('PUN', 1);\n`,
  mybb: `<?php\n/**\n * Database configuration\n */\n\n$config['database']['type'] = 'mysqli';\n$config['database']['database'] = 'ferns';\n$config['database']['table_prefix'] = 'p_';\n$config['database']['hostname'] = 'localhost';\n$config['database']['username'] = 'u';\n$config['database']['password'] = 'open sesame';\n$config['super_admins'] = '1,2';\n`,
  smf: `<?php\n########## Forum Info ##########\n$mbname = 'Ferns';\n$boardurl = 'http://ferns.example';\n$cookiename = 'SMFCookie1';\n$db_type = 'mysql';\n$db_server = 'localhost';\n$db_name = 'ferns';\n$db_user = 'u';\n$db_passwd = 'open sesame';\n$db_prefix = 'p_';\n$boarddir = dirname(__FILE__);\n`,
  vbulletin: `<?php\n$config['Database']['dbtype'] = 'mysqli';\n$config['Database']['dbname'] = 'ferns';\n$config['Database']['tableprefix'] = 'p_';\n$config['MasterServer']['servername'] = 'localhost';\n$config['MasterServer']['password'] = 'open sesame';\n$config['SpecialUsers']['superadministrators'] = '1';\n`,
  xenforo: `<?php\n\n$config['db']['host'] = 'localhost';\n$config['db']['dbname'] = 'ferns';\n$config['db']['username'] = 'u';\n$config['db']['password'] = 'open sesame';\n$config['globalSalt'] = 'salt of ferns';\n`,
  invision: `<?php\n\n$INFO['sql_host']\t\t\t=\t'localhost';\n$INFO['sql_database']\t\t\t=\t'ferns';\n$INFO['sql_user'] = 'u';\n$INFO['sql_pass'] = 'open sesame';\n$INFO['sql_tbl_prefix'] = 'p_';\n$INFO['board_url'] = 'http://ferns.example';\n?>`,
  woltlab: `<?php\n$dbHost = 'localhost';\n$dbPort = 3306;\n$dbUser = 'u';\n$dbPassword = 'open sesame';\n$dbName = 'ferns';\nif (!defined('WCF_N')) define('WCF_N', 1);\n`,
  vanilla: `<?php if (!defined('APPLICATION')) exit();\n\n// Database\n$Configuration['Database']['Name'] = 'ferns';\n$Configuration['Database']['Host'] = 'localhost';\n$Configuration['Database']['Password'] = 'open sesame';\n$Configuration['Garden']['Cookie']['Salt'] = 'salt of ferns';\n`,
  flarum: `<?php return array (\n  'debug' => false,\n  'database' => \n  array (\n    'driver' => 'mysql',\n    'host' => 'localhost',\n    'database' => 'ferns',\n    'username' => 'u',\n    'password' => 'open sesame',\n    'prefix' => 'p_',\n  ),\n  'url' => 'http://ferns.example',\n);`,
}

describe('configuration files', () => {
  it.each(Object.keys(files))('of %s are told, with database and prefix, and secrets known as such', (software) => {
    const text = files[software] ?? ''
    const found = readSettings(Buffer.from(text))
    expect(found?.software).toBe(software)
    const of = (meaning: string) => found?.settings.find((s) => s.meaning === meaning)
    expect(of('database')?.value).toBe('ferns')
    if (text.includes("'p_'")) expect(of('prefix')?.value).toBe('p_')
    expect(of('password')).toMatchObject({ value: 'open sesame', secret: true })
    for (const s of found?.settings ?? []) {
      // Every setting is found again at its place.
      expect(text.slice(s.offset, s.offset + s.length)).toContain(
        s.value === 'true' || s.value === 'false' ? s.value : s.value.replace(/'/g, "\\'"),
      )
      expect([s.name, s.secret]).toEqual([s.name, /open sesame|(?:seed|salt) of/.test(s.value)])
    }
    expect(identifyHead(Buffer.from(text), 'x')).toEqual({
      encoding: null,
      source: 'configuration',
      role: 'configuration',
    })
  })

  it('are read, not executed: only literals count', () => {
    const found = readPhp(
      Buffer.from(
        `<?php $a = 'x' . 'y'; $b = f('z'); # $c = 'no';\n/* $d = 'no'; */ $e = "tab\\tand \\"quote\\""; $f = ['k' => g(1, [2]), 'l' => 'm', 5, [6]]; $h == 'no'; $i = 'it\\'s'; $j = '$k = 1;'; $l = 0x1F; $m = "é";`,
      ),
    )
    expect(found.map((f) => [f.name, f.value])).toEqual([
      ['e', 'tab\tand "quote"'],
      ['f.l', 'm'],
      ['f.0', '5'],
      ['f.1.0', '6'],
      ['i', "it's"],
      ['j', '$k = 1;'],
      ['l', '0x1f'],
      ['m', 'é'],
    ])
  })

  it('of any bytes never raise an exception, nor take long', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...`$a['"]=>;(),array(define(return/*#\\ \n1`), { maxLength: 400 }),
        (parts) => void readPhp(Buffer.from(parts.join(''))),
      ),
    )
    for (const piece of ['$a=[1,', 'return[1,', "define('", '$a["', "$a=['x'=>", '/*', "'"]) {
      expectLinear(Math.floor(250_000 / piece.length), (n) => void readPhp(Buffer.from(piece.repeat(n))))
    }
  })
})

describe('what a file is', () => {
  it.each([
    [
      'mail',
      'Return-Path: <a@ferns.example>\r\nReceived: from x by y; Mon, 1 Jan 2024 00:00:00 +0000\r\nSubject: A\r\n\tfold\r\nFrom: a@ferns.example\r\n\r\nHello',
    ],
    [
      'mbox',
      'From a@ferns.example Mon Jan  1 00:00:00 2024\nFrom: a@ferns.example\nDate: Mon, 1 Jan 2024\nSubject: Ferns\n\nHello\n',
    ],
    ['web-log', '192.0.2.1 - - [01/Jan/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 12\n'],
    ['mysqldump-sql', '-- MySQL dump 10.13\nCREATE TABLE `a` (`b` int);\n'],
    ['other', 'From the shelf: ferns.\nDate palms: two.\n'],
    ['other', '<?php echo "From: nobody"; ?>'],
    ['empty', ''],
  ])('%s is told by its content', (source, text) => {
    expect(identifyHead(Buffer.from(text), 'a').source).toBe(source)
  })
})
