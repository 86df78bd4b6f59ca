import { endpoints } from '../../../src/api/contract.ts'
import { Empty } from '../../components/states.tsx'
import { Table } from '../../components/table/table.tsx'
import { usePages } from '../../pages.ts'
import { letterAddress, mailColumns } from '../evidence/mail-columns.tsx'

/** Mail that the board sent an account, and that the account wrote. */
export function MemberMail(of: { readonly site: number; readonly member: string }) {
  const messages = usePages(endpoints.memberMail, of)
  return (
    <Table
      name="Mail of the account"
      columns={mailColumns}
      source={messages}
      rowKey={(row) => `${row.file} ${row.n}`}
      href={letterAddress}
      trace={(row) => row.source.trace}
      empty={<Empty title="No seized message names an address of this account" />}
    />
  )
}
