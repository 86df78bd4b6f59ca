import type { BoardNode, TopicRow } from '../contract.ts'
import { boards, topics } from '../queries/forum.ts'
import { author, fromBytes, type Making, padded, pageLinks, put, time, topicFile } from './frame.ts'
import { type Html, h, nothing } from './html.ts'

const onPage = 200

/** The first page of a site: its boards as the tree it showed, and the lists to search in. */
export async function writeBoards(making: Making): Promise<void> {
  const tree = await boards(making.db, making.site, lens(making))
  const numbers = new Map(flat(tree).map((node, i) => [node.id, i + 1]))
  const branch = (nodes: readonly BoardNode[]): Html =>
    nodes.length === 0
      ? nothing
      : h`<ul>${nodes.map((node) => h`<li>${boardLine(node, numbers.get(node.id)!)}${branch(node.children)}</li>`)}</ul>`
  const body = h`<p><a href="members/index-1.html">All ${making.members.size} members by name</a> · <a href="topics/index-1.html">All ${making.topics.size} topics by title</a></p><div class="boards">${branch(tree)}</div>`
  making.writer.write(`site-${making.site}/index.html`, siteIndex(making, body))
  for (const node of flat(tree)) await writeBoard(making, node, numbers.get(node.id)!)
}

function siteIndex(making: Making, body: Html): string {
  let text = ''
  put(
    { ...making, writer: { ...making.writer, write: (_, page) => (text = page) } },
    'index.html',
    making.title,
    [],
    body,
  )
  return text
}

function lens({ asOf }: Making) {
  return asOf === null ? {} : { asOf }
}

function flat(nodes: readonly BoardNode[]): readonly BoardNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children)])
}

function plural(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`
}

function boardLine(node: BoardNode, n: number): Html {
  const flags = [
    ...(node.hidden === true ? ['hidden from most members'] : []),
    ...(node.hasPassword ? ['password'] : []),
    ...(node.locked ? ['locked'] : []),
  ].map((flag) => h` <span class="tag">${flag}</span>`)
  if (node.kind === 'category' && node.topics === 0) return h`<strong>${node.name}</strong>${flags}`
  return h`<a href="boards/${padded(n)}-1.html">${node.name}</a> <span class="soft">${plural(node.topics, 'topic')}, ${plural(node.posts, 'post')}</span>${flags}`
}

async function writeBoard(making: Making, node: BoardNode, n: number): Promise<void> {
  if (node.kind === 'category' && node.topics === 0) return
  const pages = Math.max(1, Math.ceil(node.topics / onPage))
  let after: string | null = null
  for (let page = 1; page <= pages; page++) {
    making.signal.throwIfAborted()
    const found = await topics(making.db, making.site, node.id, {
      ...lens(making),
      limit: onPage,
      ...(after === null ? {} : { after }),
    })
    after = found.next
    const links = pageLinks(page, pages, (to) => `${padded(n)}-${to}.html`)
    const body = h`${node.description === null ? nothing : h`<p class="soft">${node.description}</p>`}${links}<table><thead><tr><th>Topic</th><th>By</th><th>Begun</th><th class="n">Posts</th></tr></thead><tbody>${found.rows.map((row) => topicLine(making, row))}</tbody></table>${links}${fromBytes(making, node.source, 'Board')}`
    put(making, `boards/${padded(n)}-${page}.html`, node.name, [], body)
  }
}

function topicLine(making: Making, row: TopicRow): Html {
  const n = making.topics.get(row.id)
  const flags = [
    ...(row.kind === 'normal' ? [] : [row.kind]),
    ...(row.locked ? ['locked'] : []),
    ...(row.poll ? ['poll'] : []),
    ...(row.deleted === null ? [] : [row.deleted === 'soft' ? 'deleted' : 'never approved']),
  ].map((flag) => h` <span class="tag">${flag}</span>`)
  const title = row.title === '' ? 'No title' : row.title
  return h`<tr><td>${n === undefined ? title : h`<a href="../${topicFile(n, 1)}">${title}</a>`}${flags}</td><td>${author(making, row.author)}</td><td>${time(row.at)}</td><td class="n">${row.posts}</td></tr>`
}

interface Listed {
  readonly id: string
  readonly name: string
  readonly more: string | null
}

/** All members by name and all topics by title: to be searched in with the browser's own search. */
export async function writeIndexes(making: Making): Promise<void> {
  await index(
    making,
    'members',
    'Members by name',
    making.members,
    `SELECT id, name, coalesce(email, '') AS more FROM forum.member WHERE site = $1 AND kind <> 'bot' AND ($2::timestamptz IS NULL OR joined_at IS NULL OR joined_at <= $2::timestamptz) ORDER BY lower(name) COLLATE "C", length(id), id COLLATE "C"`,
    (n) => `${padded(n)}.html`,
  )
  await index(
    making,
    'topics',
    'Topics by title',
    making.topics,
    `SELECT id, title AS name, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS more FROM forum.topic WHERE site = $1 AND ($2::timestamptz IS NULL OR at IS NULL OR at <= $2::timestamptz) ORDER BY lower(left(title, 200)) COLLATE "C", length(id), id COLLATE "C"`,
    (n) => `${padded(n)}-1.html`,
  )
}

async function index(
  making: Making,
  folder: string,
  title: string,
  numbers: ReadonlyMap<string, number>,
  sql: string,
  file: (n: number) => string,
): Promise<void> {
  const { rows } = await making.db.query<Listed>(sql, [making.site, making.asOf])
  const known = rows.filter((row) => numbers.has(row.id))
  const pages = Math.max(1, Math.ceil(known.length / 1000))
  for (let page = 1; page <= pages; page++) {
    const some = known.slice((page - 1) * 1000, page * 1000)
    const links = pageLinks(page, pages, (to) => `index-${to}.html`)
    const lines = some.map(
      (row) =>
        h`<tr><td><a href="${file(numbers.get(row.id)!)}">${row.name === '' ? 'No name' : row.name}</a></td><td>${row.more ?? ''}</td></tr>`,
    )
    put(making, `${folder}/index-${page}.html`, title, [], h`${links}<table><tbody>${lines}</tbody></table>${links}`)
  }
}
