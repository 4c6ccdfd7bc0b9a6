import { useState } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../../address.ts'
import type { ExplainAnswer } from '../../../api/answers.ts'
import { type Polled, usePoll } from '../../../api/poll.ts'
import { calendarDay, filled } from '../../../format.ts'
import { Panel } from '../../../parts/panel.tsx'
import { useWords } from '../../../view.tsx'
import { GROUPS, wordsFor } from '../../../words/events.ts'
import { VALUE } from '../../../words/published-value.ts'
import { SNAP } from '../../../words/snapshots.ts'
import { Refusal } from '../../overview/refusal.tsx'
import { type Place, questionOf } from './address.ts'
import { CountedAgain } from './counted-again.tsx'
import { Events } from './events.tsx'
import { How } from './how.tsx'
import { Published } from './published.tsx'

/** A whole snapshot is read for it, one after another. */
export const EXPLAINED_WITHIN_MS = 60_000
export const RETRY_MS = 5_000

/** One published value, taken apart: what was said, by which rule, what counts it, whether that still gives it, and who was counted. */
export default function ValueScreen({ indicator, ...place }: Place & { indicator: string }) {
  const { words } = useAddress()
  const [again, setAgain] = useState(0)
  const polled = usePoll<ExplainAnswer>(questionOf(place, indicator, words), null, {
    ...{ again, withinMs: EXPLAINED_WITHIN_MS, retryMs: RETRY_MS },
  })
  const { data } = polled
  return (
    <>
      <WayBack place={place} />
      <Panel
        id="published-value"
        title={data?.title ?? VALUE.value}
        // Of another value nothing is known yet.
        {...(polled.receivedMs === null ? {} : { polled: timed(polled) })}
        isOpened
      >
        {data ? (
          <Published explained={data} />
        ) : (
          <NotYet polled={polled} place={place} indicator={indicator} />
        )}
      </Panel>
      {data && (
        <>
          <CountedAgain explained={data} polled={polled} again={() => setAgain((n) => n + 1)} />
          <How place={place} explained={data} />
          <Events place={place} indicator={indicator} explained={data} />
        </>
      )}
    </>
  )
}

/** It does not say when it was counted: when it came does. */
const timed = (polled: Polled<ExplainAnswer>): Polled<{ asOf: null }> => ({
  ...polled,
  data: polled.data && { asOf: null },
})

function WayBack({ place: { group, date, revision } }: { place: Place }) {
  const { to } = useAddress()
  const say = useWords()
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date)
  return (
    <nav className="way-back" aria-label={say(VALUE.way)}>
      <Link href={to('/snapshots', isDay ? { month: date.slice(0, 7) } : {})}>{say(SNAP.calendar)}</Link>
      <span aria-hidden="true">›</span>
      <Link href={to('/snapshots', { day: `${group}/${date}`, revision: String(revision) })}>
        {filled(say(VALUE.dayOf), {
          group: say(wordsFor(GROUPS, group)),
          day: isDay ? calendarDay(date) : date,
          n: String(revision),
        })}
      </Link>
    </nav>
  )
}

type NotYetProps = { polled: Polled<ExplainAnswer>; place: Place; indicator: string }

/** Being read, not answered, or not there: then what one can do. */
function NotYet({ polled, place: { group, date, revision }, indicator }: NotYetProps) {
  const { to } = useAddress()
  const say = useWords()
  if (!polled.refusal)
    return (
      <p className="empty" role="status" data-tone={polled.failing ? 'warn' : undefined}>
        {say(polled.failing ? VALUE.away : VALUE.reading)}
      </p>
    )
  // What the snapshot has instead, as near to what was asked as it goes.
  const isThere = !['no-such-snapshot', 'unknown-group', 'wrong-parameter'].includes(
    polled.refusal.code ?? '',
  )
  const near: Record<string, string> =
    polled.refusal.code === 'not-in-snapshot' ? { indicator, unit: 'all' } : {}
  return (
    <div className="not-there">
      <Refusal polled={polled} />
      <p className="hint">{say(VALUE.whatToDo)}</p>
      <p className="deeds">
        {isThere && (
          <Link
            className="button"
            href={to('/snapshots', { day: `${group}/${date}`, revision: String(revision), ...near })}
          >
            {say(VALUE.values)}
          </Link>
        )}
        <Link className="button" href={to('/snapshots', { day: `${group}/${date}` })}>
          {say(VALUE.toDay)}
        </Link>
        <Link className="button" href={to('/snapshots')}>
          {say(VALUE.toCalendar)}
        </Link>
      </p>
    </div>
  )
}
