import { useState } from 'react'
import { useAddress } from '../../../address.ts'
import type { ExplainAnswer } from '../../../api/answers.ts'
import type { TracedEvent } from '../../../api/numbers.ts'
import { usePoll } from '../../../api/poll.ts'
import { count, filled } from '../../../format.ts'
import { Choice } from '../../../parts/choice.tsx'
import { EventTable } from '../../../parts/event-table.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { useWords } from '../../../view.tsx'
import { NUM } from '../../../words/numbers.ts'
import { VALUE } from '../../../words/published-value.ts'
import { Refusal } from '../../overview/refusal.tsx'
import { type Place, questionOf } from './address.ts'

const FIRST = 100
/** As many as one answer has. */
const MOST = 1_000

type EventsProps = { place: Place; indicator: string; explained: ExplainAnswer }

/** Who was counted in a half, once it is chosen: listing them reads the snapshot and the log again. */
export function Events({ place, indicator, explained: { eventHalves, kept, sql } }: EventsProps) {
  const { words, set } = useAddress()
  const say = useWords()
  const half = words.get('half')
  if (sql === null) return null
  return (
    <Panel id="events" title={VALUE.events}>
      {kept ? (
        <p className="hint">{say(VALUE.noEventsKept)}</p>
      ) : (
        <div className="events">
          <p className="hint">{say(VALUE.eventsHint)}</p>
          <div className="deeds">
            <Choice<string>
              label={say(VALUE.events)}
              options={eventHalves.map((each) => ({ value: each, text: say(NUM[each]) }))}
              chosen={half ?? ''}
              choose={(value) => set({ half: value })}
            />
            {half !== null && (
              <button type="button" className="button small" onClick={() => set({ half: null })}>
                {say(VALUE.hide)}
              </button>
            )}
          </div>
          {half !== null && <Listed key={half} place={place} indicator={indicator} half={half} />}
        </div>
      )}
    </Panel>
  )
}

function Listed({ place, indicator, half }: { place: Place; indicator: string; half: string }) {
  const { words } = useAddress()
  const say = useWords()
  const [limit, setLimit] = useState(FIRST)
  const polled = usePoll<ExplainAnswer>(`${questionOf(place, indicator, words, half)}&limit=${limit}`, null, {
    ...{ withinMs: 60_000, retryMs: 5_000 },
  })
  const events = polled.data?.events as TracedEvent[] | undefined
  if (polled.refusal) return <Refusal polled={polled} />
  if (!events)
    return (
      <p className="empty" role="status">
        {say(polled.failing ? VALUE.away : VALUE.reading)}
      </p>
    )
  if (events.length === 0) return <p className="empty">{say(NUM.noEvents)}</p>
  return (
    <>
      <p className="hint" role="status">
        {filled(say(events.length < limit ? VALUE.allEvents : VALUE.firstEvents), {
          n: count(events.length),
        })}
      </p>
      <EventTable events={events} />
      {events.length === limit && limit < MOST && (
        <p className="paging">
          <button type="button" className="button small" onClick={() => setLimit(MOST)}>
            {say(NUM.more)}
          </button>
        </p>
      )}
    </>
  )
}
