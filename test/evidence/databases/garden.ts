import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../../src/evidence/unpack/programs.ts'

/** True where this machine can make and open data directories of MariaDB. */
export const mariadbIsHere = ['mariadbd', 'mariadb', 'mariadb-dump'].every((p) => findProgram([p]) !== null)

const account = process.getuid?.() === 0 ? ['--user=root'] : []

/** Every byte there is, twice, with what SQL and its dumps have to escape. */
export const everyByte = Buffer.concat([
  Buffer.from(Array.from({ length: 512 }, (_, i) => i & 255)),
  Buffer.from(`'"\\\n\r\x1a\0%_;--/*`),
])

const hex = (bytes: Buffer | string): string => `X'${Buffer.from(bytes).toString('hex')}'`

/** A garden forum in tables of three engines, with names, types and keys that are not easy to read out. */
export const gardenSql = `
CREATE DATABASE garden CHARACTER SET utf8mb4;
USE garden;
CREATE TABLE members (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(60) NOT NULL, joined INT NOT NULL,
  shout VARCHAR(80) AS (UPPER(name)) VIRTUAL, stored_shout VARCHAR(80) AS (CONCAT(name, '!')) STORED) ENGINE=InnoDB;
CREATE TABLE posts (id BIGINT UNSIGNED PRIMARY KEY, member INT, body TEXT, at TIMESTAMP NULL, score DECIMAL(10,3), flag BIT(9),
  picture LONGBLOB, mood ENUM('sunny', 'wïndy'), CONSTRAINT by_member FOREIGN KEY (member) REFERENCES members (id)) ENGINE=InnoDB;
CREATE TABLE \`a b-c.d/e@f#é\` (\`the key\` VARCHAR(20) CHARACTER SET latin1 PRIMARY KEY, v VARCHAR(600) CHARACTER SET latin1) ENGINE=InnoDB;
CREATE TABLE seeds (id INT, name VARCHAR(40), bytes BLOB, KEY (id)) ENGINE=MyISAM DEFAULT CHARSET=latin1;
CREATE TABLE tools (id INT PRIMARY KEY, name VARCHAR(40)) ENGINE=Aria;
CREATE TABLE plan (d DATE, t TEXT CHARACTER SET utf8mb3) ENGINE=InnoDB PARTITION BY RANGE (YEAR(d)) (PARTITION old VALUES LESS THAN (2020), PARTITION new VALUES LESS THAN MAXVALUE);
CREATE TABLE nothing (id INT PRIMARY KEY) ENGINE=InnoDB;
CREATE VIEW names AS SELECT name FROM members;
CREATE TRIGGER grow BEFORE INSERT ON tools FOR EACH ROW SET NEW.name = CONCAT(NEW.name, '?');
CREATE DATABASE \`second garden\`;
CREATE TABLE \`second garden\`.beds (id INT PRIMARY KEY) ENGINE=InnoDB;
INSERT INTO \`second garden\`.beds VALUES (1);
`

/** What is written into it afterwards; where the server is then killed, it stands in its logs alone. */
export const growSql = `
USE garden;
INSERT INTO members (id, name, joined) VALUES (3, 'Fern', 300), (1, 'Rose', 100), (2, 'Thyme Ω 🌱', 200);
INSERT INTO posts VALUES (18446744073709551615, 1, 'The tulips are late.', '2024-03-01 10:00:00', 1.500, b'101', ${hex(everyByte)}, 'sunny'),
  (2, 3, 'It''s\\na \\\\ \\0 snail\\r\\n', NULL, -0.001, b'100000001', NULL, 'wïndy');
INSERT INTO \`a b-c.d/e@f#é\` VALUES ('k', CONVERT(${hex(everyByte)} USING latin1)), ('a', '');
INSERT INTO seeds VALUES (2, 'beans', ${hex(everyByte)}), (1, 'peas', NULL);
INSERT INTO tools VALUES (2, 'spade'), (1, 'rake');
INSERT INTO plan VALUES ('2019-05-01', 'potatoes'), ('2021-05-01', 'leeks');
`

/** Makes a data directory with MariaDB itself and ends the server: as it should be ended, or by force with work in its logs. */
export async function makeDataDirectory(
  data: string,
  sql: string,
  end: 'SIGTERM' | 'SIGKILL',
  options: readonly string[] = [],
): Promise<void> {
  mkdirSync(data, { recursive: true })
  const socket = join(data, 's')
  const args = [
    ...['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', '--skip-grant-tables'],
    ...['--innodb-log-file-size=8M', '--innodb-buffer-pool-size=32M', ...account, ...options],
  ]
  const server = spawn('mariadbd', args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: data })
  let said = ''
  const ended = new Promise<void>((done) => server.once('close', () => done()))
  await new Promise<void>((done, fail) => {
    server.stderr.on('data', (d: Buffer) => {
      said += d.toString()
      if (said.includes('ready for connections')) done()
    })
    void ended.then(() => fail(new Error(`mariadbd did not start: ${said}`)))
  })
  try {
    const client = ['--no-defaults', `--socket=${socket}`, '--default-character-set=utf8mb4']
    const run = spawnSync('mariadb', client, { input: sql, encoding: 'utf8' })
    if (run.status !== 0) throw new Error(`mariadb: ${run.stderr}`)
  } finally {
    server.kill(end)
    await ended
  }
  for (const name of ['s', 's.lock', 'ibtmp1']) rmSync(join(data, name), { force: true })
}
