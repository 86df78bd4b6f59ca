import { endpoints, type FindingRow } from '../../../src/api/contract.ts'
import { Chips } from '../../components/chips.tsx'
import { Statement } from '../../components/statement.tsx'
import { Empty } from '../../components/states.tsx'
import type { Column } from '../../components/table/columns.ts'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useAnswer } from '../../resource.ts'
import { useQueryValue } from '../../router.tsx'
import { count, words } from '../../text/format.ts'

type Severity = FindingRow['severity']

const columns: readonly Column<FindingRow>[] = [
  {
    key: 'severity',
    label: 'Severity',
    width: 96,
    value: (row) => row.severity,
    cell: (row) => <SeverityTag of={row.severity} />,
  },
  { key: 'code', label: 'What', width: 240, value: (row) => row.code, cell: (row) => words(row.code) },
  {
    key: 'detail',
    label: 'In words',
    width: 'grow',
    value: (row) => row.detail,
    cell: (row) => (row.source === null ? row.detail : <Statement trace={row.source.trace}>{row.detail}</Statement>),
  },
  { key: 'rows', label: 'Rows', width: 72, align: 'right', value: (row) => row.rows },
  { key: 'stage', label: 'Stage', width: 120, value: (row) => row.stage },
  {
    key: 'offset',
    label: 'Offset',
    width: 128,
    align: 'right',
    value: (row) => row.source?.offset ?? null,
    cell: (row) => (row.source === null ? <span className="soft">—</span> : count(row.source.offset)),
  },
]

const shape = { loss: '■', warning: '◧', note: '□' }

function SeverityTag({ of }: { readonly of: Severity }) {
  return (
    <span className={of === 'loss' ? 'tag strong' : 'tag'}>
      <span aria-hidden="true">{shape[of]}</span> {of}
    </span>
  )
}

/** What in the evidence could not be read as expected. */
export function Findings() {
  const [severity, setSeverity] = useQueryValue('severity', '', { push: true })
  const [code, setCode] = useQueryValue('code', '', { push: true })
  const counts = useAnswer(endpoints.findingCounts, {})
  const findings = usePages(
    endpoints.findings,
    {},
    {
      severity: severity === '' ? undefined : (severity as Severity),
      code: code === '' ? undefined : code,
    },
  )
  return (
    <Table
      name="Findings"
      columns={columns}
      source={findings}
      rowKey={(row) => row.id}
      trace={(row) => row.source?.trace ?? null}
      filters={
        <>
          <Chips
            label="Severity"
            value={severity}
            onChange={setSeverity}
            options={[
              { value: '', label: 'All' },
              { value: 'loss', label: 'Losses' },
              { value: 'warning', label: 'Warnings' },
              { value: 'note', label: 'Notes' },
            ]}
          />
          <select className="field" aria-label="Code" value={code} onChange={(event) => setCode(event.target.value)}>
            <option value="">Every code</option>
            {[...new Map((counts.data ?? []).map((each) => [each.code, each])).values()].map((each) => (
              <option key={each.code} value={each.code}>
                {words(each.code)} ({count(each.findings)})
              </option>
            ))}
          </select>
        </>
      }
      empty={<Empty title="No finding here">Everything these filters leave was read as expected.</Empty>}
    />
  )
}
