import type { DataDirectory } from '../../../src/api/contract/databases.ts'
import { Facts, Hash } from '../../components/parts.tsx'
import { bytes, count, plural } from '../../text/format.ts'

/** How far a directory could be read out, in words. */
const states: Readonly<Record<DataDirectory['state'], string>> = {
  read: 'read out whole',
  part: 'read out in part: see the findings',
  closed: 'not opened: see the findings',
}

/** A data directory: what made it, what opened a copy of it, and the databases that were read out. */
export function DataDirectoryCard({ directory }: { readonly directory: DataDirectory }) {
  const { kind, version, openedWith, level } = directory
  return (
    <section className="inside" aria-label={`Data directory ${directory.path || 'that is the exhibit'}`}>
      <div className="halves">
        <Facts
          of={[
            [
              'Data directory',
              <span key="p" className="mono small">
                {directory.path || '.'}
              </span>,
            ],
            [
              'Made by',
              `${kind === 'mysql' ? 'MySQL or MariaDB' : 'PostgreSQL'}${version === null ? '' : ` ${version}`}`,
            ],
            ['Holds', `${plural(directory.files, 'file')}, ${bytes(directory.size)}`],
          ]}
        />
        <Facts
          of={[
            ['State', states[directory.state]],
            [
              'Opened with',
              openedWith === null ? 'no server' : `${openedWith}${level === 0 ? '' : `, recovery level ${level}`}`,
            ],
            [
              'Tables',
              `${count(directory.tables)}${directory.unread === 0 ? '' : `, ${count(directory.unread)} of them not whole`}`,
            ],
          ]}
        />
      </div>
      {directory.databases.length > 0 && (
        <table className="plain files">
          <thead>
            <tr>
              <th scope="col">Database</th>
              <th scope="col">Read out into</th>
              <th scope="col">SHA-256</th>
              <th scope="col" className="number">
                Tables
              </th>
            </tr>
          </thead>
          <tbody>
            {directory.databases.map((database) => (
              <tr key={database.file}>
                <td>{database.name}</td>
                <td className="mono">{database.path}</td>
                <td>
                  <Hash value={database.sha256} what="SHA-256" keep={12} />
                </td>
                <td className="number">{count(database.tables)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
