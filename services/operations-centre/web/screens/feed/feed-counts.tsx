import { type FeedList, heldEvents, isFull, LINES_MAX, reckoning } from '../../api/feed-list.ts'
import { count, DASH, filled } from '../../format.ts'
import { useWords } from '../../view.tsx'
import { FEED } from '../../words/feed.ts'

/** What Kafka has since the page was opened, and where each record of it went: never silently less than all. */
export function FeedCounts({ list }: { list: FeedList }) {
  const say = useWords()
  const { shown, notShown, unreadable, lost, matched } = list.counted
  const sum = reckoning(list)
  const held = heldEvents(list)
  const differs = sum?.log != null && sum.log !== sum.told
  return (
    <div className="feed-counts">
      <p>
        <span data-count="log" data-value={sum?.log ?? ''}>
          {say(FEED.inLog)}: <b>{sum?.log == null ? DASH : count(sum.log)}</b> =
        </span>{' '}
        <span data-count="shown" data-value={shown}>
          {count(shown)} {say(FEED.shown)}
        </span>
        {list.paused && (
          <span data-count="held" data-value={held} data-tone="note">
            {' + '}
            {count(held)} {say(FEED.held)}
          </span>
        )}
        <span data-count="not-shown" data-value={notShown}>
          {' + '}
          {count(notShown)} {say(FEED.notShown)}
        </span>
        <span data-count="unreadable" data-value={unreadable} data-tone={unreadable > 0 ? 'warn' : undefined}>
          {' + '}
          {count(unreadable)} {say(FEED.unreadable)}
        </span>
        {lost > 0 && (
          <span data-count="lost" data-value={lost} data-tone="warn">
            {' + '}
            {count(lost)} {say(FEED.lost)}
          </span>
        )}
      </p>
      {matched !== null && (
        <p data-count="matched" data-value={matched}>
          {say(FEED.matched)}: <b>{count(matched)}</b>
        </p>
      )}
      <p className="hint">{filled(say(FEED.keeps), { n: count(LINES_MAX) })}</p>
      <div role="status">
        {differs && <p data-tone="bad">{say(FEED.differs)}</p>}
        {isFull(list) && <p data-tone="note">{say(FEED.full)}</p>}
      </div>
    </div>
  )
}
