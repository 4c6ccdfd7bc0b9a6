import { useState } from 'react'
import { useAddress } from '../../address.ts'
import type { CalendarAnswer } from '../../api/answers.ts'
import { useLast, usePoll } from '../../api/poll.ts'
import { AddressFaults } from '../../parts/address-faults.tsx'
import { MomentField } from '../../parts/moment-field.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useWords } from '../../view.tsx'
import { SNAP } from '../../words/snapshots.ts'
import { Calendar } from './calendar.tsx'
import { Day } from './day.tsx'
import { Legend } from './legend.tsx'
import { Newest } from './newest.tsx'
import { faultsOf, goTo, isMonth, monthAfter, readDay } from './place.ts'

/** What was published of which day, what became of it, and what is missing. */
export default function Snapshots() {
  const { words } = useAddress()
  const [again, setAgain] = useState(0)
  const named = readDay(words.get('day'))
  const asked = words.get('month')
  // A day is shown in the month it lies in.
  const ofDay = named?.date.slice(0, 7) ?? null
  const month = isMonth(ofDay) ? ofDay : isMonth(asked) ? asked : null
  const polled = usePoll<CalendarAnswer>(
    `/v1/snapshots/calendar${month === null ? '' : `?month=${month}`}`,
    5_000,
    { again },
  )
  const calendar = useLast(polled.data)
  const faults = faultsOf(words.get('day'), asked, calendar?.groups ?? [])
  const day = faults.some(({ parameter }) => parameter === 'day') ? null : named
  return (
    <>
      <Panel id="snapshot-calendar" title={SNAP.calendar} hint={SNAP.calendarHint} polled={polled}>
        <AddressFaults of={faults} />
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
      <MomentField kind="month" label={SNAP.month} value={month} required set={(month) => set(goTo(month))} />
      <button type="button" className="button" onClick={() => set(goTo(monthAfter(month, 1)))}>
        {say(SNAP.after)} ›
      </button>
    </div>
  )
}
