import { useState } from 'react'
import { useAddress } from '../../address.ts'
import type { CalendarAnswer } from '../../api/answers.ts'
import { useLast, usePoll } from '../../api/poll.ts'
import { Panel } from '../../parts/panel.tsx'
import { useWords } from '../../view.tsx'
import { SNAP } from '../../words/snapshots.ts'
import { Calendar } from './calendar.tsx'
import { Day } from './day.tsx'
import { Legend } from './legend.tsx'
import { Newest } from './newest.tsx'
import { goTo, isMonth, monthAfter, readDay } from './place.ts'

/** What was published of which day, what became of it, and what is missing. */
export default function Snapshots() {
  const { words } = useAddress()
  const [again, setAgain] = useState(0)
  const day = readDay(words.get('day'))
  const asked = words.get('month')
  // A day is shown in the month it lies in.
  const month = day ? day.date.slice(0, 7) : isMonth(asked) ? asked : null
  const polled = usePoll<CalendarAnswer>(
    `/v1/snapshots/calendar${month === null ? '' : `?month=${month}`}`,
    5_000,
    { again },
  )
  const calendar = useLast(polled.data)
  return (
    <>
      <Panel id="snapshot-calendar" title={SNAP.calendar} hint={SNAP.calendarHint} polled={polled}>
        {calendar && (
          <>
            <Months month={month ?? calendar.month} />
            <Calendar calendar={calendar} month={month ?? calendar.month} />
            <Legend />
          </>
        )}
        {calendar && day && (
          <Day
            day={day}
            cell={calendar.cells.find(({ group, date }) => group === day.group && date === day.date) ?? null}
            changed={() => setAgain((now) => now + 1)}
          />
        )}
      </Panel>
      <Newest />
    </>
  )
}

function Months({ month }: { month: string }) {
  const { set } = useAddress()
  const say = useWords()
  return (
    <div className="months filter-fields">
      <button type="button" className="button" onClick={() => set(goTo(monthAfter(month, -1)))}>
        ‹ {say(SNAP.before)}
      </button>
      <label>
        {say(SNAP.month)}
        <input
          type="month"
          value={month}
          onChange={(event) => isMonth(event.target.value) && set(goTo(event.target.value))}
        />
      </label>
      <button type="button" className="button" onClick={() => set(goTo(monthAfter(month, 1)))}>
        {say(SNAP.after)} ›
      </button>
    </div>
  )
}
