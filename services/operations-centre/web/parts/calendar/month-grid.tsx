// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of days is a table (ARIA APG, date picker dialog)
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in a cell is what the keyboard stands on
import { useEffect, useRef } from 'react'
import { useWords } from '../../view.tsx'
import { CALENDAR } from '../../words/calendar.ts'
import type { GridProps } from './day-grid.tsx'
import { MONTHS_IN_ROW, monthByKey, monthOf } from './days.ts'

const ROWS = Array.from({ length: 12 / MONTHS_IN_ROW }, (_, row) =>
  Array.from({ length: MONTHS_IN_ROW }, (_, at) => row * MONTHS_IN_ROW + at + 1),
)

/** The months of one year, as the days of a month. */
export function MonthGrid({ day, today, chosen, heading, follow, move, pick }: GridProps) {
  const here = useRef<HTMLButtonElement>(null)
  const say = useWords()
  const year = day.slice(0, 4)
  useEffect(() => here.current?.focus(), [follow])
  return (
    <table
      role="grid"
      aria-labelledby={heading}
      onKeyDown={(event) => {
        const to = monthByKey(day, event.key)
        if (to === null) return
        event.preventDefault()
        move(to, true)
      }}
    >
      <tbody>
        {ROWS.map((row) => (
          <tr key={row[0]}>
            {row.map((month) => {
              const each = `${year}-${String(month).padStart(2, '0')}`
              const isHere = each === monthOf(day)
              return (
                <td key={each} role="gridcell" aria-selected={chosen !== null && each === monthOf(chosen)}>
                  <button
                    ref={isHere ? here : null}
                    type="button"
                    tabIndex={isHere ? 0 : -1}
                    aria-label={say(CALENDAR.month(month, year))}
                    aria-current={each === monthOf(today) ? 'date' : undefined}
                    onClick={() => pick(`${each}-01`)}
                  >
                    {say(CALENDAR.monthShort(month))}
                  </button>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
