import { endpoints } from '../../../src/api/contract.ts'
import { Empty } from '../../components/states.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { useQueryValue } from '../../router.tsx'
import { letterAddress, mailColumns, notices } from './mail-columns.tsx'

/** Every message that was seized, of a board or of none. */
export function Mail() {
  const [search, setSearch] = useQueryValue('search')
  const [notice, setNotice] = useQueryValue('notice')
  const messages = usePages(
    endpoints.mail,
    {},
    { search: search === '' ? undefined : search, notice: notice === '' ? undefined : notice },
  )
  return (
    <Table
      name="Mail"
      columns={mailColumns}
      source={messages}
      rowKey={(row) => `${row.file} ${row.n}`}
      href={letterAddress}
      trace={(row) => row.source.trace}
      search={{ label: 'Search subjects, addresses and texts', value: search, onSearch: setSearch }}
      filters={
        <select
          className="field"
          aria-label="Notice"
          value={notice}
          onChange={(event) => setNotice(event.target.value)}
        >
          <option value="">All mail</option>
          {Object.entries(notices).map(([key, label]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      }
      empty={
        <Empty title="No message here">
          Mailboxes (mbox, Maildir, eml, PST) in an exhibit are read when the pipeline runs.
        </Empty>
      }
    />
  )
}
