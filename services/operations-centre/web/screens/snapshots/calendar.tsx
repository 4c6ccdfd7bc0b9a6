// biome-ignore-all lint/a11y/useSemanticElements: no table can be turned on a phone so that its days go down
// biome-ignore-all lint/a11y/useFocusableInteractive: of a grid one cell alone is reached by Tab, and it is the button in it
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Cell } from '../../../snapshots/calendar.ts'
import { useAddress } from '../../address.ts'
import type { CalendarAnswer } from '../../api/answers.ts'
import { calendarDay } from '../../format.ts'
import { useWords } from '../../view.tsx'
import { GROUPS, wordsFor } from '../../words/events.ts'
import { CELL_SHOWN, SNAP } from '../../words/snapshots.ts'
import { goTo, monthAfter, readDay, stepOf } from './place.ts'

type CalendarProps = { calendar: CalendarAnswer; month: string }

/** A month: groups by days, each cell with its state. One cell can be reached by Tab; from there the arrows lead on. */
export function Calendar({ calendar, month }: CalendarProps) {
  const { words, set } = useAddress()
  const say = useWords()
  const grid = useRef<HTMLDivElement>(null)
  const { groups, days, cells } = calendar
  const opened = readDay(words.get('day'))
  const reachable = opened && days.includes(opened.date) ? opened : { group: groups[0], date: days[0] }
  const focus = useRef<string | null>(null)

  useEffect(() => {
    // After the month was changed by a key, the keyboard is to go on in the new one.
    if (focus.current === null || calendar.month !== month) return
    cellIn(grid.current, focus.current)?.focus()
    focus.current = null
  }, [calendar, month])

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = (event.target as HTMLElement).dataset.cell
    if (at === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const [group = '', date = ''] = at.split('/')
    const by = event.key === 'PageUp' ? -1 : event.key === 'PageDown' ? 1 : 0
    if (by !== 0) {
      event.preventDefault()
      focus.current = `${group}/${monthAfter(month, by)}-01`
      return set(goTo(monthAfter(month, by)))
    }
    const isTurned = getComputedStyle(grid.current!).gridAutoFlow.startsWith('column')
    const shape = { rows: groups.length, columns: days.length, isTurned }
    const to = stepOf(event.key, [groups.indexOf(group), days.indexOf(date)], shape)
    if (!to) return
    event.preventDefault()
    cellIn(grid.current, `${groups[to[0]]}/${days[to[1]]}`)?.focus()
  }

  return (
    <div
      ref={grid}
      className="calendar"
      role="grid"
      aria-label={`${say(SNAP.calendar)} ${month.split('-').reverse().join('/')}`}
      data-days={days.length}
      data-month={calendar.month}
      onKeyDown={onKeyDown}
    >
      <div role="row" className="calendar-row">
        <span role="columnheader" className="calendar-corner">
          {say(SNAP.group)}
        </span>
        {days.map((day) => (
          <span key={day} role="columnheader" className="calendar-day" data-today={day === calendar.today}>
            <span aria-hidden="true">{Number(day.slice(8))}</span>
            <span className="hidden">{calendarDay(day)}</span>
          </span>
        ))}
      </div>
      {groups.map((group) => (
        <div key={group} role="row" className="calendar-row">
          <span role="rowheader" className="calendar-group">
            {say(wordsFor(GROUPS, group))}
          </span>
          {cells
            .filter((cell) => cell.group === group)
            .map((cell) => (
              <CellOf
                key={cell.date}
                cell={cell}
                isOpen={opened?.group === group && opened.date === cell.date}
                isReachable={reachable.group === group && reachable.date === cell.date}
                open={() => set({ day: `${group}/${cell.date}`, ...ANOTHER_DAY }, { step: true })}
              />
            ))}
        </div>
      ))}
    </div>
  )
}

/** What was chosen inside a day's list means nothing in another's: other groups have other indicators, and fewer pages. */
const ANOTHER_DAY = { revision: null, skip: null, indicator: null }

const cellIn = (grid: HTMLElement | null, name: string) =>
  grid?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(name)}"]`)

type CellProps = { cell: Cell; isOpen: boolean; isReachable: boolean; open(): void }

function CellOf({ cell, isOpen, isReachable, open }: CellProps) {
  const say = useWords()
  const { sign, tone, word } = CELL_SHOWN[cell.state]
  const revision = cell.revision === null ? '' : `, ${say(SNAP.revisionOf)} ${cell.revision}`
  return (
    <div role="gridcell" className="calendar-cell" aria-selected={isOpen}>
      <button
        type="button"
        data-cell={`${cell.group}/${cell.date}`}
        data-state={cell.state}
        data-tone={tone}
        tabIndex={isReachable ? 0 : -1}
        aria-label={`${say(wordsFor(GROUPS, cell.group))}, ${calendarDay(cell.date)}: ${say(word)}${revision}`}
        title={`${calendarDay(cell.date)}: ${say(word)}${revision}`}
        onClick={open}
      >
        <span aria-hidden="true">{sign}</span>
        {(cell.revision ?? 0) > 1 && <small aria-hidden="true">{cell.revision}</small>}
      </button>
    </div>
  )
}
