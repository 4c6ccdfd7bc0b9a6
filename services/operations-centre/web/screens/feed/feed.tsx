import { memo } from 'react'
import type { FeedItem } from '../../../feed/item.ts'
import { useAddress } from '../../address.ts'
import { type FeedRefusal, useFeed } from '../../api/feed.ts'
import type { FeedAction, FeedList, Line } from '../../api/feed-list.ts'
import { count, DASH, day, dayIso, time } from '../../format.ts'
import { Panel } from '../../parts/panel.tsx'
import { ProblemSaid } from '../../parts/problem-said.tsx'
import { useWords } from '../../view.tsx'
import { CONTRACTS, STATUSES, wordsFor } from '../../words/events.ts'
import { FEED } from '../../words/feed.ts'
import { GAP_WORDS, SAY } from '../../words/page.ts'
import { SIGNS } from '../../words/states.ts'
import { FeedCounts } from './feed-counts.tsx'
import { FeedFilter, FILTERS } from './feed-filter.tsx'

/** Events as they arrive, newest first; a sample where there are too many to read, and then it says how many are not here. */
export default function Feed() {
  const { words } = useAddress()
  const asked = new URLSearchParams(
    FILTERS.flatMap((name) => (words.has(name) ? [[name, words.get(name)!]] : [])),
  )
  const query = asked.toString()
  return (
    <Panel id="feed" title={SAY.feed}>
      <FeedFilter />
      {/* Another filter is another feed: its list and its count begin anew. The filter itself stays, and with it the keyboard. */}
      <FeedOf key={query} query={query} />
    </Panel>
  )
}

function FeedOf({ query }: { query: string }) {
  const [list, act, refusal] = useFeed(query)
  const say = useWords()
  return (
    <>
      <p className="deeds">
        <PauseButton list={list} act={act} />
      </p>
      <Refusal refusal={refusal} />
      <FeedCounts list={list} />
      {/* Not announced: at a hundred events a second a screen reader would never fall silent. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="feed-lines" aria-label={say(SAY.feed)} tabIndex={0}>
        {list.lines.length === 0 && (
          <p className="empty">{say(list.counted.from === null ? FEED.connecting : SAY.noEvents)}</p>
        )}
        <ol data-connected={list.counted.from !== null}>
          {list.lines.map((line) => (
            <LineOf key={keyOf(line)} line={line} />
          ))}
        </ol>
      </section>
    </>
  )
}

const keyOf = (line: Line) =>
  line.kind === 'gap' ? `gap ${line.number}` : `${line.item.topic} ${line.item.partition} ${line.item.offset}`

/** Drawn once: at four frames a second hundreds of lines that did not change must cost nothing. */
const LineOf = memo(function LineOf({ line }: { line: Line }) {
  return (
    <li data-kind={line.kind} data-earlier={line.kind === 'event' && line.earlier}>
      {line.kind === 'event' ? <Event item={line.item} earlier={line.earlier} /> : <GapLine line={line} />}
    </li>
  )
})

function PauseButton({ list, act }: { list: FeedList; act(action: FeedAction): void }) {
  const say = useWords()
  return (
    <button type="button" className="button" onClick={() => act({ kind: list.paused ? 'resume' : 'pause' })}>
      {say(list.paused ? SAY.goOn : SAY.pause)}
    </button>
  )
}

/** Why nothing comes: an unknown word in the address, or too many viewers. */
function Refusal({ refusal }: { refusal: FeedRefusal | null }) {
  const say = useWords()
  return (
    <div role="status">
      {refusal && (
        <p className="outcome" data-tone="bad">
          {SIGNS.bad} {say(FEED.refused)}: <ProblemSaid of={refusal.said} />{' '}
          {!refusal.final && say(FEED.asksAgain)}
        </p>
      )}
    </div>
  )
}

function Event({ item, earlier }: { item: FeedItem; earlier: boolean }) {
  const say = useWords()
  return (
    <>
      <time dateTime={item.appendedAt}>
        {time(item.appendedAt)}
        {isOfAnotherDay(item.appendedAt) && <small>{day(item.appendedAt)}</small>}
      </time>
      <span className="kind" data-topic={item.topic}>
        {say(wordsFor(CONTRACTS, item.topic))}
      </span>
      <span className="unit">{item.unitName ? say(item.unitName) : (item.unitCode ?? DASH)}</span>
      <span className="status">
        {item.status && say(wordsFor(STATUSES, item.status))}
        {item.voided && <em className="tag">{say(SAY.voided)}</em>}
      </span>
      <code>{item.code}</code>
      <span className="from">
        {item.source}
        {earlier && <em className="tag">{say(FEED.earlier)}</em>}
      </span>
    </>
  )
}

/** An hour alone would be taken for one of today. */
const isOfAnotherDay = (at: string) => dayIso(at) !== dayIso(Date.now())

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
