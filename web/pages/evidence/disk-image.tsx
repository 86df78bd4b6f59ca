import type { DiskImage } from '../../../src/api/contract.ts'
import { Facts, Hash } from '../../components/parts.tsx'
import { bytes, count } from '../../text/format.ts'

/** What became of the file systems of volumes, in words. */
const states: Readonly<Record<string, string>> = {
  read: 'read',
  closed: 'encrypted, stays closed',
  group: 'holds logical volumes',
  unread: 'carved, not read',
  none: 'carved, no file system known',
}

/** A disk image: what it says of how it was taken, and what it is made of. */
export function ImageCard({ image }: { readonly image: DiskImage }) {
  return (
    <section className="inside" aria-label={`Disk image ${image.path}`}>
      <div className="halves">
        <Facts
          of={[
            [
              'Disk image',
              <span key="p" className="mono small">
                {image.path}
              </span>,
            ],
            ['Form', `${image.format}${image.segments > 1 ? `, ${count(image.segments)} segments` : ''}`],
            ['Disk', bytes(image.size)],
            ['Deleted files', count(image.deleted)],
            ['Carved pieces', count(image.carved)],
          ]}
        />
        <Facts
          of={[
            ...image.acquisition.map(({ name, value }) => [name, value] as const),
            ...(image.storedMd5 === null
              ? []
              : [['MD5 stated', <Hash key="m" value={image.storedMd5} what="MD5" keep={12} />] as const]),
            ...(image.agrees === null
              ? []
              : [
                  [
                    'Stated hashes',
                    image.agrees ? 'agree with what was read' : 'DO NOT AGREE with what was read',
                  ] as const,
                ]),
          ]}
        />
      </div>
      <table className="plain files">
        <thead>
          <tr>
            <th scope="col">Volume</th>
            <th scope="col">Table</th>
            <th scope="col">Holds</th>
            <th scope="col">State</th>
            <th scope="col" className="number">
              At byte
            </th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col" className="number">
              Files
            </th>
          </tr>
        </thead>
        <tbody>
          {image.volumes.map((volume) => (
            <tr key={`${volume.label} ${volume.at}`}>
              <td className="mono">{volume.label || 'the whole'}</td>
              <td>{volume.scheme}</td>
              <td>{volume.kind}</td>
              <td>{states[volume.state] ?? volume.state}</td>
              <td className="number">{volume.at === null ? 'not here' : count(volume.at)}</td>
              <td className="number">{bytes(volume.size)}</td>
              <td className="number">{count(volume.files)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
