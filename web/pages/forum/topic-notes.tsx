import type { Topic } from '../../../src/api/contract.ts'
import { Time } from '../../components/parts.tsx'
import { Link } from '../../router.tsx'
import { count } from '../../text/format.ts'

/** What is to be known of a topic before its posts: removed, moved, its poll. */
export function TopicNotes({ topic }: { readonly topic: Topic }) {
  const votes = topic.pollOptions.reduce((sum, option) => sum + (option.votes ?? 0), 0)
  if (topic.deleted === null && topic.movedTo === null && topic.pollTitle === null) return null
  return (
    <div className="topic-notes">
      {topic.deleted !== null && (
        <p>
          <span className="tag strong">{topic.deleted === 'soft' ? 'deleted' : 'never approved'}</span>{' '}
          {topic.deletedBy !== null && `by ${topic.deletedBy.name ?? 'unknown'} `}
          {topic.deletedAt !== null && <Time at={topic.deletedAt} />}
        </p>
      )}
      {topic.movedTo !== null && (
        <p>
          Moved to <Link href={`/forum/${topic.author.site}?topic=${topic.movedTo}`}>topic {topic.movedTo}</Link>
        </p>
      )}
      {topic.pollTitle !== null && (
        <div className="poll">
          <h3>Poll: {topic.pollTitle}</h3>
          <ul>
            {topic.pollOptions.map((option) => (
              <li key={option.option}>
                <span>{option.label}</span>
                <span className="meter" aria-hidden="true">
                  <i style={{ width: `${votes === 0 ? 0 : ((option.votes ?? 0) / votes) * 100}%` }} />
                </span>
                <span className="number">{option.votes === null ? '—' : count(option.votes)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
