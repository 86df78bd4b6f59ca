import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { engines } from '../../src/forum/engines/index.ts'
import { stages } from '../../src/pipeline.ts'

const root = resolve(import.meta.dirname, '../..')
const pages = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? pages(join(folder, e.name)) : e.name.endsWith('.md') ? [join(folder, e.name)] : [],
  )

describe('the documentation', () => {
  it('says what the code says', () => {
    const check = spawnSync(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'docs.ts'), '--check'], {
      encoding: 'utf8',
      cwd: root,
    })
    expect(check.stderr).toBe('')
    expect(check.status).toBe(0)
  })

  it('has no link and no named test that leads nowhere', () => {
    for (const page of [...pages(join(root, 'docs')), join(root, 'README.md'), join(root, 'CONTRIBUTING.md')]) {
      const text = readFileSync(page, 'utf8')
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((m) => resolve(dirname(page), m[1] ?? ''))
      const tests = [...text.matchAll(/`(test\/[a-z/.-]+)`/g)].map((m) => join(root, m[1] ?? ''))
      for (const target of [...links, ...tests])
        expect([page, target, existsSync(target)]).toEqual([page, target, true])
    }
  })

  it('keeps the README short enough to be read', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(200)
  })

  it('says what every stage and engine is about', () => {
    for (const stage of stages) expect([stage.name, stage.about.length > 20]).toEqual([stage.name, true])
    for (const engine of engines)
      expect(existsSync(join(root, 'src', 'forum', 'engines', `${engine.name}.LIMITATIONS.md`))).toBe(true)
  })
})
