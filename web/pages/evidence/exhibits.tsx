import { type Exhibit, endpoints } from '../../../src/api/contract.ts'
import { Facts, Hash, Time } from '../../components/parts.tsx'
import { Scroll } from '../../components/scroll.tsx'
import { Answered, Empty } from '../../components/states.tsx'
import { useAnswer } from '../../resource.ts'
import { Link } from '../../router.tsx'
import { bytes, count, plural } from '../../text/format.ts'
import { DataDirectoryCard } from './data-directory.tsx'
import { ImageCard } from './disk-image.tsx'

/** Every exhibit with its hashes and the files read from it. */
export function Exhibits() {
  const exhibits = useAnswer(endpoints.exhibits, {})
  return (
    <Scroll label="Exhibits">
      <Answered of={exhibits} what="the exhibits">
        {(rows) =>
          rows.length === 0 ? (
            <Empty title="No exhibit yet">
              Acquire one: <code>holdfast acquire PATH</code>.
            </Empty>
          ) : (
            <div className="stack">
              {rows.map((exhibit) => (
                <ExhibitCard key={exhibit.exhibit} exhibit={exhibit} />
              ))}
            </div>
          )
        }
      </Answered>
    </Scroll>
  )
}

function ExhibitCard({ exhibit }: { readonly exhibit: Exhibit }) {
  return (
    <article className="card exhibit" aria-label={`Exhibit ${exhibit.number}`}>
      <header>
        <h2>{exhibit.number}</h2>
        <span>{exhibit.description}</span>
        <span className="tools soft small">{bytes(exhibit.size)}</span>
      </header>
      <div className="inside halves">
        <Facts
          of={[
            ['Acquired', <Time key="t" at={exhibit.acquiredAt} />],
            ['By', exhibit.acquiredBy],
            ['Custodian', exhibit.custodian],
            ['Tool', exhibit.tool],
            [
              'From',
              <span key="p" className="mono small">
                {exhibit.originalPath}
              </span>,
            ],
            ['Kept', exhibit.inPlace ? 'where it was found, read-only' : 'as a copy in the case folder'],
          ]}
        />
        <Facts
          of={[
            [
              'Size',
              `${count(exhibit.size)} bytes${exhibit.kind === 'folder' ? ' in all files; the hashes are those of the manifest' : ''}`,
            ],
            ['SHA-256', <Hash key="2" value={exhibit.sha256} what="SHA-256" keep={16} />],
            ['SHA-1', <Hash key="1" value={exhibit.sha1} what="SHA-1" keep={12} />],
            ['MD5', <Hash key="5" value={exhibit.md5} what="MD5" keep={12} />],
            [
              'Ledger',
              <Link key="l" href={`/evidence?tab=custody&find=${encodeURIComponent(exhibit.number)}`}>
                entries that name it
              </Link>,
            ],
          ]}
        />
      </div>
      {exhibit.images.map((image) => (
        <ImageCard key={image.file} image={image} />
      ))}
      {exhibit.dataDirectories.map((directory) => (
        <DataDirectoryCard key={directory.n} directory={directory} />
      ))}
      <table className="plain files">
        <thead>
          <tr>
            <th scope="col">File inside</th>
            <th scope="col">Read as</th>
            <th scope="col">Packed</th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col" className="number">
              Tables
            </th>
          </tr>
        </thead>
        <tbody>
          {exhibit.files.map((file) => (
            <tr key={file.file}>
              <td className="mono">
                {file.path}
                {file.place !== null && <div className="soft small">{file.place}</div>}
              </td>
              <td>
                {file.source}
                {file.state !== null && <div className="tag">{file.state}</div>}
              </td>
              <td>{file.encoding ?? 'plain'}</td>
              <td className="number">{file.size === null ? 'not read yet' : `${count(file.size)} bytes`}</td>
              <td className="number">{count(file.tables)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {exhibit.files.length < exhibit.fileCount && (
        <p className="inside soft">
          The first {count(exhibit.files.length)} of {plural(exhibit.fileCount, 'file')}, those that are read before the
          others.
        </p>
      )}
      {exhibit.files.length === 0 && (
        <p className="inside soft">{plural(0, 'file')}: no reader recognised anything in this exhibit.</p>
      )}
    </article>
  )
}
