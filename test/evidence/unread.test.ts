import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { recognise } from '../../src/evidence/recognise.ts'
import { temporaryFolder } from '../support/folder.ts'
import { readFolder } from './databases/read.ts'

const scratch = temporaryFolder('unread')
const files: Readonly<Record<string, string>> = {
  'garden.xml':
    '<?xml version="1.0" encoding="utf-8"?>\n<!--\n- phpMyAdmin XML Dump\n-->\n<pma_xml_export version="1.0">\n',
  'garden.json':
    '[\n{"type":"header","version":"5.2.1","comment":"Export to JSON plugin for phpMyAdmin"},\n{"type":"database","name":"garden"}\n]\n',
  'garden.php':
    '<?php\n/**\n * Export to PHP Array plugin for PHPMyAdmin\n * @version 5.2.1\n */\n\n$beds = array();\n',
  '@.json': '{\n    "dumper": "mysqlsh Ver 8.0.36",\n    "version": "2.0.1"\n}\n',
  'beds.json': '{"_id":{"$oid":"65f0c0ffee0123456789abcd"},"name":"roses"}\n',
  'base.xb': `XBSTCK01\0P${'\0'.repeat(40)}`,
  'forum.mdb': `\0\x01\0\0Standard Jet DB\0${'\0'.repeat(200)}`,
  'forum.bak': `TAPE\0\0\x03\0${'\0'.repeat(60)}${Buffer.from('Microsoft SQL Server', 'utf16le').toString('latin1')}`,
}

it('what holds rows and is not read is told, also within an archive; what is alike is not', async () => {
  const box = join(scratch, 'box')
  mkdirSync(box, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(box, name), Buffer.from(text, 'latin1'))
  writeFileSync(join(box, 'packed.json.gz'), gzipSync(files['garden.json']!))
  writeFileSync(join(box, 'package.json'), '{\n  "name": "garden",\n  "version": "5.2.1"\n}\n')
  writeFileSync(join(box, 'how-to.html'), '<p>The plugin exports JSON; see phpMyAdmin.</p>\n')
  const read = await readFolder(scratch, box)
  try {
    const told = await read.rows(`SELECT detail FROM evidence.finding WHERE code = 'unread-database' ORDER BY detail`)
    expect(told.map((t) => String(t.detail).split(' is ')[0])).toEqual(
      [...Object.keys(files), 'packed.json.gz!/packed.json'].toSorted(),
    )
    expect(told.map((t) => t.detail)).toContain('forum.mdb is a database of Microsoft Access: it is not read')
  } finally {
    await read.drop()
  }
})

it('given by itself is refused by its name', async () => {
  const path = join(scratch, 'alone.mdb')
  writeFileSync(path, Buffer.from(files['forum.mdb']!, 'latin1'))
  await expect(recognise(path)).rejects.toThrow(/is a database of Microsoft Access, which is not read/)
})
