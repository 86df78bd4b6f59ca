import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifyHead } from '../../src/evidence/recognise.ts'
import { readJson } from '../../src/evidence/settings/json.ts'
import { readLines } from '../../src/evidence/settings/lines.ts'
import { isOfForum } from '../../src/evidence/settings/plain.ts'
import { readSettings } from '../../src/evidence/settings/software.ts'
import { expectLinear } from '../support/linear.ts'

/** Configuration without PHP, with invented values; each secret says so. */
const files: Readonly<Record<string, readonly [software: string, text: string]>> = {
  'NodeBB on MongoDB': [
    'nodebb',
    '{\n    "url": "http://ferns.example",\n    "secret": "secret of ferns",\n    "database": "mongo",\n    "mongo": {\n        "host": "127.0.0.1",\n        "port": "27017",\n        "username": "u",\n        "password": "secret pä\\u0073s",\n        "database": "ferns",\n        "uri": "mongodb://u:secret@127.0.0.1/ferns"\n    },\n    "port": ["4567", 4568],\n    "isCluster": false\n}',
  ],
  'NodeBB on Redis': [
    'nodebb',
    '{"url":"http://ferns.example","secret":"secret","database":"redis","port":4567,"redis":{"host":"127.0.0.1","port":"6379","password":"","database":"ferns"}}',
  ],
  'discourse.conf': [
    'discourse',
    '# production\ndb_pool = 8\ndb_name = ferns\ndb_password = \'secret of ferns\'\n\nhostname = "ferns.example"\nredis_host = localhost\nsmtp_user_name = u\nsmtp_password = secret # changed\ndeveloper_emails =\n',
  ],
  'app.yml': [
    'discourse',
    "## a comment\ntemplates:\n  - \"templates/postgres.template.yml\"\n\nexpose:\n  - \"80:80\"   # http\n\nenv:\n  LC_ALL: en_GB.UTF-8\n  DISCOURSE_HOSTNAME: 'ferns.example'\n  DISCOURSE_DEVELOPER_EMAILS: 'me@ferns.example,you@ferns.example'\n  DISCOURSE_DB_NAME: ferns\n  DISCOURSE_DB_PASSWORD: secret#1\n  DISCOURSE_SMTP_PASSWORD: \"secret of # ferns\"\n  DISCOURSE_REDIS_PASSWORD: 'secret''s'\n  #DISCOURSE_CDN_URL: https://cdn.ferns.example\n\nvolumes:\n  - volume:\n      host: /var/discourse/shared\n",
  ],
  'docker-compose.yml': [
    'discourse',
    'services:\n  forum:\n    environment:\n      - DISCOURSE_HOST=ferns.example\n      - "DISCOURSE_DATABASE_NAME=ferns"\n      - DISCOURSE_DATABASE_PASSWORD=secret\n',
  ],
  '.env': [
    'environment',
    'APP_NAME=Ferns\r\nAPP_KEY=base64:secret==\r\nAPP_URL=http://ferns.example\r\n\r\n# database\r\nexport DB_CONNECTION=mysql\r\nDB_HOST=127.0.0.1\r\nDB_DATABASE="ferns"\r\nDB_USERNAME=u # of ours\r\nDB_PASSWORD=\'secret $ferns\'\r\nREDIS_URL=redis://:secret@cache.ferns.example:6379\r\nMAILER_DSN=smtp://secret\r\n',
  ],
}

describe('option files of MySQL', () => {
  const text = `# Automatically generated for Debian scripts. DO NOT TOUCH!\n[client]\nhost     = localhost\nuser     = keeper\npassword = "secret of ferns"\nsocket   = /run/mysqld/mysqld.sock\n\n[mysqldump]\nquick\npassword=secret two\nmax_allowed_packet = 16M\n!includedir /etc/mysql/conf.d/\n`

  it('give their passwords as secrets, by group', () => {
    const found = readSettings(Buffer.from(text))
    expect(found?.software).toBe('mysql-client')
    expect(found?.settings.filter((s) => s.secret).map((s) => [s.name, s.value])).toEqual([
      ['client.password', 'secret of ferns'],
      ['mysqldump.password', 'secret two'],
    ])
    expect(found?.settings.filter((s) => s.meaning === 'user').map((s) => s.value)).toEqual(['keeper'])
    expect(identifyHead(Buffer.from(text), '.my.cnf').source).toBe('configuration')
  })

  it('are told by a password in a group, and are of no board', () => {
    for (const none of [
      '[mysqld]\ndatadir = /var/lib/mysql\n',
      'password = x\n[client]\n',
      '[client]\npassword =\n',
      '[client]\npassword = x\nThis is a sentence.\n',
    ])
      expect(readSettings(Buffer.from(none))).toBeNull()
    expect([isOfForum('mysql-client'), isOfForum('environment'), isOfForum('nodebb')]).toEqual([false, false, true])
  })
})

describe('configuration without PHP', () => {
  it.each(Object.keys(files))('of %s is told, with its database, and secrets known as such', (name) => {
    const [software, text] = files[name] ?? ['', '']
    const bytes = Buffer.from(text)
    const found = readSettings(bytes)
    expect(found?.software).toBe(software)
    const of = (meaning: string) => found?.settings.find((s) => s.meaning === meaning)
    expect(of('database')?.value).toBe('ferns')
    expect(of('password')?.secret).toBe(true)
    expect(of('address')?.value).toMatch(/^(?:http:\/\/)?ferns\.example$/)
    for (const s of found?.settings ?? []) {
      expect([s.name, s.value, s.secret || s.value === '']).toEqual([
        s.name,
        s.value,
        s.value === '' || /secret/.test(s.value),
      ])
      const last = s.name.split('.').at(-1) ?? ''
      const place = bytes.subarray(s.offset, s.offset + s.length).toString()
      expect(place).toContain(/^\d+$/.test(last) ? s.value : last)
    }
    expect(JSON.stringify(found?.settings.filter((s) => !s.secret))).not.toContain('secret of')
    expect(identifyHead(bytes, 'x').source).toBe('configuration')
  })

  it('has its values without quotation marks and comments', () => {
    const of = (name: string) =>
      Object.fromEntries(
        (readSettings(Buffer.from(files[name]?.[1] ?? ''))?.settings ?? []).map((s) => [s.name, s.value]),
      )
    expect(of('NodeBB on MongoDB')).toMatchObject({
      'mongo.password': 'secret päss',
      'port.1': '4568',
      isCluster: 'false',
    })
    expect(of('discourse.conf')).toMatchObject({
      hostname: 'ferns.example',
      smtp_password: 'secret',
      developer_emails: '',
    })
    expect(of('app.yml')).toMatchObject({
      DISCOURSE_DB_PASSWORD: 'secret#1',
      DISCOURSE_SMTP_PASSWORD: 'secret of # ferns',
      DISCOURSE_REDIS_PASSWORD: "secret's",
    })
    expect(of('app.yml')).not.toHaveProperty('DISCOURSE_CDN_URL')
    expect(of('docker-compose.yml')).toMatchObject({ DISCOURSE_DATABASE_NAME: 'ferns' })
    expect(of('.env')).toMatchObject({ DB_USERNAME: 'u', DB_PASSWORD: 'secret $ferns', APP_NAME: 'Ferns' })
  })

  it.each([
    ['a package', '{"name":"ferns","url":"http://ferns.example","secret":"x","dependencies":{"mongo":"1"}}'],
    ['a list of databases', '{"database":"mongo","mongo":{"about":"a database"}}'],
    ['another program', '{"database":"ferns","secret":"x","mysql":{"host":"h","database":"ferns"}}'],
    ['a cut file', '{"url":"http://ferns.example","secret":"x","database":"redis","redis":{"host":"h"}'],
    ['an unfinished string', '{"database":"redis","secret":"x'],
    ['another conf', 'hostname = ferns.example\nport = 80\n'],
    ['a conf with sections', '[db]\ndb_name = ferns\nhostname = ferns.example\ndb_host = h\n'],
    ['another env', 'PATH=/usr/bin\nHOME=/root\n'],
    ['a program', 'DB_HOST=h\nDB_NAME=ferns\nif [ -z "$1" ]; then exit; fi\n'],
    ['a workflow', 'env:\n  DB_HOST: h\n  DB_DATABASE: ferns\n'],
    ['a text about it', 'Set DISCOURSE_HOSTNAME: ferns.example\nin app.yml\n'],
    ['nothing', '{}'],
  ])('%s is none', (_, text) => {
    expect(readSettings(Buffer.from(text))).toBeNull()
  })

  it('agrees with the JSON that any value is written as', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.stringMatching(/^[a-z]{1,5}$/),
          fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
        ),
        (value) => {
          const found = readJson(Buffer.from(JSON.stringify(value, null, 1)))
          expect(found?.map((f) => [f.name, f.value])).toEqual(
            Object.entries(JSON.parse(JSON.stringify(value))).map(([k, v]) => [k, String(v).replaceAll('\u0000', '␀')]),
          )
        },
      ),
    )
  })

  it('of any bytes never raises an exception, nor takes long', () => {
    const parts = [...'{}[]":,\\ \n=#\'-', '"database":"redis"', 'DISCOURSE_HOST=', 'env:\n', 'hostname =', 'DB_NAME=']
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { maxLength: 200 }),
        (all) => void readSettings(Buffer.from(all.join(''))),
      ),
    )
    for (const piece of ['{"a":', '[', '{"database":1,', 'A="\\', 'A=  ', "A='", '  A: "', ' \t#']) {
      const text = (n: number): Buffer => Buffer.from(piece.repeat(n))
      expectLinear(Math.floor(100_000 / piece.length), (n) => {
        readJson(text(n))
        for (const form of ['env', 'conf', 'yaml'] as const) readLines(text(n), form)
      })
    }
  })
})

describe('command lines', () => {
  const secrets = (text: string) =>
    (readSettings(Buffer.from(text))?.settings ?? []).filter((s) => s.secret).map((s) => [s.name, s.value])

  it('of a crontab give the passwords that programs are called with', () => {
    const text = `# nightly, with -pOfNobody
MAILTO=ops@ferns.example
30 3 * * * root mysqldump -u forum -p'green fern 9' --single-transaction forum | gzip > /srv/forum-$(date +\\%F).sql.gz
40 3 * * * root /usr/bin/mysqldump --user=forum --password=Moss\\%42 forum > /dev/null; zip -P oak7 x.zip x.sql
50 3 * * * root PGPASSWORD=Élm-88 pg_dump -h db.ferns.example -U keeper forum > /srv/forum.sql
`
    expect(secrets(text)).toEqual([
      ['mysqldump.password', 'green fern 9'],
      ['mysqldump.password', 'Moss%42'],
      ['zip.password', 'oak7'],
      ['PGPASSWORD.password', 'Élm-88'],
    ])
    const bytes = Buffer.from(text)
    const found = readSettings(bytes)
    expect(found?.software).toBe('command-lines')
    expect(isOfForum('command-lines')).toBe(false)
    expect(found?.settings.filter((s) => s.meaning === 'user').map((s) => s.value)).toEqual([
      'forum',
      'forum',
      'keeper',
    ])
    // Beside a name that is shown stands no password.
    for (const s of found?.settings.filter((one) => !one.secret) ?? [])
      expect(bytes.subarray(s.offset, s.offset + s.length).toString()).toMatch(/^(?:-u |--user=|-U |-h )\S+$/)
    expect(identifyHead(bytes, 'crontab').source).toBe('configuration')
  })

  it('of scripts and histories too, with the variable that a script keeps its password in', () => {
    expect(secrets('#!/bin/sh\nDB_PASS="fern 5"\nmysqldump -ukeeper -p"$DB_PASS" forum > x.sql\n')).toEqual([
      ['mysqldump.password', 'fern 5'],
    ])
    expect(secrets('cd /srv\nsshpass -p moss1 scp forum.sql ops@192.0.2.44:\nredis-cli -a moss2 bgsave\n')).toEqual([
      ['sshpass.password', 'moss1'],
      ['redis-cli.password', 'moss2'],
    ])
    expect(secrets('openssl enc -aes-256-cbc -pass pass:moss3 -in a -out b\n7z a -pmoss4 a.7z a\n')).toEqual([
      ['openssl.password', 'moss3'],
      ['7z.password', 'moss4'],
    ])
  })

  it.each([
    'mysqldump -u root -p forum > forum.sql\n',
    'mysqldump -u root -p$UNKNOWN forum; mysql --password=<password>; mysql -p`cat x`\n',
    '<p>mysqldump -uroot -psecret</p>\n',
    '.TH MYSQLDUMP 1\nmysqldump -uroot -psecret\n',
    'zip -r forum.zip forum\ncp -p a b\n',
    'root:x:0:0:root:/root:/bin/bash\n',
  ])('without a password are no configuration: %s', (text) => {
    expect(readSettings(Buffer.from(text))).toBeNull()
  })

  it('are read in time that grows with the file', () => {
    const read = (text: string) => void readSettings(Buffer.from(text))
    expectLinear(20_000, (n) => read(`mysqldump ${'-p'.repeat(n)}\n${"'".repeat(n)}\n`))
    expectLinear(10_000, (n) => read('mysql -p" '.repeat(n)))
    expectLinear(10_000, (n) => read(`zip x ${`"\\"'`.repeat(100)}\n`.repeat(n / 100)))
  })
})

describe('.pgpass', () => {
  it('gives its passwords', () => {
    const found = readSettings(Buffer.from('# ours\nlocalhost:5432:forum:keeper:green\\:fern\n*:*:*:root:moss\n'))
    expect(found?.settings.filter((s) => s.secret).map((s) => s.value)).toEqual(['green:fern', 'moss'])
    expect(found?.settings.filter((s) => s.meaning === 'user').map((s) => s.value)).toEqual(['keeper', 'root'])
  })
})

describe('what the image of a database server is started with', () => {
  it.each([
    'MYSQL_ROOT_PASSWORD=secret one\nMYSQL_DATABASE=ferns\nMYSQL_USER=u\nMYSQL_PASSWORD=secret two\n',
    'services:\n  db:\n    image: mariadb:10.11\n    environment:\n      MARIADB_ROOT_PASSWORD: secret one\n      MARIADB_DATABASE: ferns\n      MARIADB_PASSWORD: "secret two"\n      MYSQL_PWD: $MYSQL_PWD\n',
    'services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD=secret one\n      - POSTGRES_DB=ferns\n      - PGBOUNCER_PASSWORD=secret two\n',
  ])('is an environment with its passwords: %s', (text) => {
    const found = readSettings(Buffer.from(text))
    expect(found?.software).toBe('environment')
    expect(found?.settings.filter((s) => s.secret).map((s) => s.value)).toEqual(['secret one', 'secret two'])
    expect(found?.settings.find((s) => s.meaning === 'database')?.value).toBe('ferns')
  })
})
