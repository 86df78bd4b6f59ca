import type { Register, RegisterImage, RegisterItem } from './register.ts'

/** Words from evidence and from people, as they can stand in a cell of a Markdown table. */
function cell(text: string | number | null): string {
  return String(text ?? '')
    .replaceAll(/[\\`*_[\]<>|&#~]/g, (c) => `\\${c}`)
    .replaceAll(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ')
}

/** Hashes and paths are set in their own type. */
function code(text: string): string {
  const plain = text.replaceAll(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ').replaceAll('|', '\\|')
  const fence = plain.includes('`') ? '``' : '`'
  return `${fence}${fence === '``' ? ` ${plain} ` : plain}${fence}`
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((r) => `| ${r.join(' | ')} |`).join('\n')

/** The register as Markdown for printing; the last table of each exhibit is left empty for the pen. */
export function registerMarkdown(register: Register): string {
  const { operation, as_at, signed, exhibits } = register
  const basis = operation
    ? table(
        ['Operation', cell(operation.name)],
        [
          ['Training operation', operation.exercise ? 'YES: EXERCISE' : 'no'],
          ['Authority', cell(operation.authority)],
          ['Reference', cell(operation.reference)],
          ['Lawful', `${operation.lawful_from ?? 'not stated'} to ${operation.lawful_to ?? 'not stated'}`],
          ['Scope', cell(operation.scope)],
          ['Lead agency', cell(operation.lead_agency)],
          ['Review on', operation.review_on ?? 'not set'],
        ],
      )
    : 'No operation is declared.'
  const seal = [
    `As at ledger entry ${as_at.entries}${as_at.at ? ` of ${as_at.at}` : ''}, hash ${code(as_at.hash ?? 'none')}.`,
    signed
      ? `The last signed head covers ${signed.entries} entries; its SHA-256 is ${code(signed.sha256)}, the key's fingerprint ${code(signed.key)}.`
      : 'No head of the ledger is signed yet.',
  ].join(' ')
  const title = operation?.exercise ? '# Exhibit register — EXERCISE' : '# Exhibit register'
  return `${[title, basis, seal, ...exhibits.map(item)].join('\n\n')}\n`
}

function item(e: RegisterItem): string {
  const rows = [
    ['Description', cell(e.description)],
    ['Custodian', cell(e.custodian)],
    ['Found at', code(e.original_path)],
    ['Acquired by', cell(e.acquired_by)],
    ['Acquired at (UTC)', e.acquired_at],
    ['Tool', cell(e.tool)],
    ['Method', `${e.method}${e.form === 'folder' ? `; folder of ${e.files} files` : ''}`],
    ['Kept at', code(e.kept_at)],
    ['Size in bytes', String(e.size)],
    ['Hashes of', cell(e.hashes_of)],
    ['SHA-256', code(e.sha256)],
    ['SHA-1', code(e.sha1)],
    ['MD5', code(e.md5)],
    ['Left out', String(e.left_out)],
  ]
  const deeds = e.deeds.map((d) => [String(d.entry), d.at, cell(d.by), cell(d.action), cell(d.result)])
  const left = e.left_out_first.map((l) => `- ${code(l.path)}: ${cell(l.reason)}`)
  if (e.left_out > left.length) left.push(`- and ${e.left_out - left.length} more, listed in the case`)
  return [
    `## Exhibit ${cell(e.number)}`,
    table(['Exhibit', cell(e.number)], rows),
    ...e.images.map(image),
    ...(left.length > 0 ? ['Left out, with the reason:', left.join('\n')] : []),
    'Access recorded by the program:',
    table(['entry', 'at (UTC)', 'by', 'deed', 'result'], deeds),
    'Hand-overs and storage of the physical item, which the program does not see:',
    table(['date and time', 'from', 'to', 'place', 'purpose and authority', 'signature'], [blank, blank, blank]),
  ].join('\n\n')
}

/** What a disk image says of how it was taken, and whether what was read of it has the hashes that it states. */
function image(i: RegisterImage): string {
  const hash = (stored: string | null, computed: string | null): string =>
    stored === null
      ? 'none stated'
      : `${code(stored)}, ${stored === computed ? 'and so it was read' : `but read as ${code(computed ?? '')}`}`
  const stated = [
    ['Case number', i.case_number],
    ['Evidence number', i.evidence_number],
    ['Examiner', i.examiner],
    ['Taken at', i.taken_at],
    ['Software', i.software],
  ].flatMap(([name, value]) => (value == null ? [] : [[name ?? '', cell(value)]]))
  return [
    `Disk image ${code(i.path)}, as it states itself:`,
    table(
      ['Form', cell(i.format)],
      [
        ...stated,
        ['Size of the disk in bytes', String(i.size)],
        ['MD5 of the disk', hash(i.stored_md5, i.computed_md5)],
        ['SHA-1 of the disk', hash(i.stored_sha1, i.computed_sha1)],
      ],
    ),
  ].join('\n\n')
}

const blank = ['', '', '', '', '', '']
