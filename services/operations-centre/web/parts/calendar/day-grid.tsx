// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of days is a table (ARIA APG, date picker dialog)
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in a cell is what the keyboard stands on
import { useEffect, useRef } from 'react'
import { useWords } from '../../view.tsx'
import { CALENDAR, WEEKDAYS } from '../../words/calendar.ts'
import { dayByKey, monthOf, weekdayOf, weeksOf } from './days.ts'

export type GridProps = {
  /** Where the keyboard stands; the month or year shown is its own. */
  day: string
  today: string
  chosen: string | null
  /** Id of what names the grid. */
  heading: string
  /** The keyboard goes to the day whenever this is another number. */
  follow: number
  move(to: string, byKey: boolean): void
  pick(day: string): void
}

/** The days of one month; one of them alone is reached by Tab, the others by the arrows. */
export function DayGrid({ day, today, chosen, heading, follow, move, pick }: GridProps) {
  const here = useRef<HTMLButtonElement>(null)
  const say = useWords()
  useEffect(() => here.current?.focus(), [follow])
  return (
    <table
      role="grid"
      aria-labelledby={heading}
      onKeyDown={(event) => {
        const to = dayByKey(day, event.key, event.shiftKey)
        if (to === null) return
        event.preventDefault()
        move(to, true)
      }}
    >
      <thead>
        <tr>
          {WEEKDAYS.map(({ short, long }) => (
            <th key={short.en} scope="col" abbr={say(long)}>
              {say(short)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(monthOf(day)).map((week) => (
          <tr key={week.find(Boolean)}>
            {week.map((each, at) =>
              each === null ? (
                <td key={at} />
              ) : (
                <td key={each} role="gridcell" aria-selected={each === chosen}>
                  <button
                    ref={each === day ? here : null}
                    type="button"
                    tabIndex={each === day ? 0 : -1}
                    aria-label={say(CALENDAR.whole(each, weekdayOf(each), each === chosen))}
                    aria-current={each === today ? 'date' : undefined}
                    onClick={() => pick(each)}
                  >
                    {Number(each.slice(8))}
                  </button>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
