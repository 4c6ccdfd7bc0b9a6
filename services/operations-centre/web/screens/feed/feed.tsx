import type { FeedItem } from '../../../feed/item.ts'
import { useFeed } from '../../api/feed.ts'
import type { FeedAction, FeedList, Line } from '../../api/feed-list.ts'
import { count, time } from '../../format.ts'
import { Panel } from '../../parts/panel.tsx'
import { useWords } from '../../view.tsx'
import { CONTRACTS, STATUSES, wordsFor } from '../../words/events.ts'
import { GAP_WORDS, SAY } from '../../words/page.ts'

/** Events as they arrive, newest first; a sample where there are too many to read, and then it says how many are not here. */
export default function Feed() {
  const [list, act] = useFeed()
  const say = useWords()
  return (
    <Panel id="feed" title={SAY.feed} actions={<PauseButton list={list} act={act} />}>
      <Counts list={list} />
      {/* Not announced: at a hundred events a second a screen reader would never fall silent. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="feed-lines" aria-label={say(SAY.feed)} tabIndex={0}>
        {list.lines.length === 0 && <p className="empty">{say(SAY.noEvents)}</p>}
        <ol>
          {list.lines.map((line) => (
            <li key={keyOf(line)} data-kind={line.kind}>
              {line.kind === 'event' ? <Event item={line.item} /> : <GapLine line={line} />}
            </li>
          ))}
        </ol>
      </section>
    </Panel>
  )
}

const keyOf = (line: Line) =>
  line.kind === 'gap' ? `gap ${line.number}` : `${line.item.topic} ${line.item.partition} ${line.item.offset}`

function PauseButton({ list, act }: { list: FeedList; act(action: FeedAction): void }) {
  const say = useWords()
  return (
    <button type="button" className="button" onClick={() => act({ kind: list.paused ? 'resume' : 'pause' })}>
      {say(list.paused ? SAY.goOn : SAY.pause)}
    </button>
  )
}

/** What the list does not show: never silently. */
function Counts({ list }: { list: FeedList }) {
  const say = useWords()
  return (
    <p className="feed-counts">
      {list.paused && (
        <span data-tone="note">
          {count(list.held.length)} {say(SAY.held)}
          {list.heldLost > 0 && `, ${count(list.heldLost)} ${say(SAY.heldLost)}`}
        </span>
      )}
      {list.notShown > 0 && (
        <span data-count="not-shown">
          {say(SAY.sampled)}: {count(list.notShown)} {say(SAY.notShown)}
        </span>
      )}
      {list.unreadable > 0 && (
        <span data-tone="warn">
          {count(list.unreadable)} {say(SAY.unreadable)}
        </span>
      )}
    </p>
  )
}

function Event({ item }: { item: FeedItem }) {
  const say = useWords()
  return (
    <>
      <time>{time(item.appendedAt)}</time>
      <span className="kind" data-topic={item.topic}>
        {say(wordsFor(CONTRACTS, item.topic))}
      </span>
      <span className="unit">{item.unitName ? say(item.unitName) : (item.unitCode ?? '—')}</span>
      <span className="status">
        {item.status && say(wordsFor(STATUSES, item.status))}
        {item.voided && <em className="tag">{say(SAY.voided)}</em>}
      </span>
      <code>{item.code}</code>
      <span className="from">{item.source}</span>
    </>
  )
}

function GapLine({ line }: { line: Extract<Line, { kind: 'gap' }> }) {
  const say = useWords()
  const { reason, events } = line.gap
  return (
    <span className="gap">
      {say(GAP_WORDS[reason])}
      {events !== null && `: ${count(events)} ${say(SAY.notShown)}`}
    </span>
  )
}
