import { Fragment } from 'react'
import type { Topic } from '../../../src/api/contract.ts'
import { Time } from '../../components/parts.tsx'
import { Link } from '../../router.tsx'
import { count } from '../../text/format.ts'
import { Author } from './post.tsx'

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
      {topic.pollTitle !== null && topic.pollTitle !== '' && (
        <div className="poll">
          <h3>
            Poll: {topic.pollTitle}{' '}
            {topic.pollEnd !== null && (
              <span className="soft small">
                until <Time at={topic.pollEnd} />
              </span>
            )}
          </h3>
          <ul>
            {topic.pollOptions.map((option) => (
              <li key={option.option}>
                <span>{option.label}</span>
                <span className="meter" aria-hidden="true">
                  <i style={{ width: `${votes === 0 ? 0 : ((option.votes ?? 0) / votes) * 100}%` }} />
                </span>
                <span className="number">{option.votes === null ? '—' : count(option.votes)}</span>
                {option.voters.length > 0 && (
                  <span className="voters soft small">
                    {option.voters.map((voter, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: one may vote for an option more than once
                      <Fragment key={i}>
                        {i > 0 && ', '}
                        {voter.id === null ? (voter.name ?? 'a guest') : <Author of={voter} />}
                      </Fragment>
                    ))}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
