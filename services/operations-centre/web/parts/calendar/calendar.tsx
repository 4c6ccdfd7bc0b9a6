import { useId, useRef, useState } from 'react'
import type { MomentKind } from '../../moment-text.ts'
import { useWords } from '../../view.tsx'
import { CALENDAR } from '../../words/calendar.ts'
import { MOMENT } from '../../words/moments.ts'
import { useBusinessDay } from './business-day.tsx'
import { DayGrid } from './day-grid.tsx'
import { monthOf, monthsFrom } from './days.ts'
import { MonthGrid } from './month-grid.tsx'

type CalendarProps = {
  kind: MomentKind
  /** Id of what names the field. */
  of: string
  /** As the API writes it; empty: none. */
  value: string
  choose(moment: string): void
}

const dayIn = (value: string): string | null =>
  value === '' ? null : value.length === 7 ? `${value}-01` : value.slice(0, 10)

/**
 * A button, and the calendar it opens: by the pattern of a date picker dialog (ARIA Authoring Practices). It is the browser's own modal
 * dialog, so that nothing behind it is reached by Tab, Escape closes it, and the keyboard returns to the button.
 */
export function Calendar({ kind, of, value, choose }: CalendarProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const say = useWords()
  const open = () => {
    setOpen(true)
    dialog.current?.showModal()
    place(dialog.current!, opener.current!)
  }
  const close = () => dialog.current?.close()
  return (
    <>
      <button
        ref={opener}
        type="button"
        className="button small calendar-opener"
        aria-label={say(MOMENT.calendar)}
        aria-describedby={of}
        aria-haspopup="dialog"
        title={say(MOMENT.calendar)}
        onClick={open}
      >
        <CalendarSign />
      </button>
      <dialog
        ref={dialog}
        className="date-dialog"
        aria-label={say(CALENDAR.title[kind])}
        // What closes here is the calendar, not a dialog around it: React tells both.
        onClose={(event) => {
          event.stopPropagation()
          setOpen(false)
        }}
        onCancel={(event) => event.stopPropagation()}
        onClick={(event) => event.target === dialog.current && close()}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {isOpen && (
          <Opened
            {...{ kind, value, close }}
            choose={(moment) => {
              choose(moment)
              close()
            }}
          />
        )}
      </dialog>
    </>
  )
}

type OpenedProps = Pick<CalendarProps, 'kind' | 'value' | 'choose'> & { close(): void }

function Opened({ kind, value, choose, close }: OpenedProps) {
  const today = useBusinessDay() ?? new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  const [day, setDay] = useState(dayIn(value) ?? today)
  const [time, setTime] = useState(value.slice(11) || '00:00')
  /** Raised where the keyboard is to go to the day: by a key on the grid, not by the buttons above it. */
  const [follow, setFollow] = useState(1)
  const heading = useId()
  const say = useWords()
  const move = (to: string, byKey: boolean) => {
    setDay(to)
    if (byKey) setFollow((now) => now + 1)
  }
  const chosen = dayIn(value)
  const isTime = /^([01]?\d|2[0-3]):[0-5]\d$/.test(time)
  const pick = (picked: string) => {
    if (kind === 'minute' && !isTime) return
    choose({ day: picked, month: monthOf(picked), minute: `${picked}T${time.padStart(5, '0')}` }[kind])
  }
  const grid = { day, today, chosen, heading, follow, move, pick }
  const [year, month] = day.split('-') as [string, string]
  return (
    <div className="calendar-body">
      <div className="calendar-head">
        <Step by={-12} sign="«" {...{ day, move }} />
        {kind !== 'month' && <Step by={-1} sign="‹" {...{ day, move }} />}
        <h3 id={heading} aria-live="polite">
          {kind === 'month' ? say(CALENDAR.year(year)) : say(CALENDAR.month(Number(month), year))}
        </h3>
        {kind !== 'month' && <Step by={1} sign="›" {...{ day, move }} />}
        <Step by={12} sign="»" {...{ day, move }} />
      </div>
      {kind === 'month' ? <MonthGrid {...grid} /> : <DayGrid {...grid} />}
      {kind === 'minute' && (
        <label className="calendar-time">
          {say(CALENDAR.time)}
          <input
            value={time}
            size={5}
            inputMode="numeric"
            autoComplete="off"
            aria-invalid={!isTime}
            onChange={(event) => setTime(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault() // it may stand in a form of its own
              pick(day)
            }}
          />
          {!isTime && <span className="moment-fault">{say(CALENDAR.wrongTime)}</span>}
        </label>
      )}
      <div className="calendar-foot">
        <button type="button" className="button small" onClick={() => move(today, true)}>
          {say(kind === 'month' ? CALENDAR.thisMonth : CALENDAR.today)}
        </button>
        {kind === 'minute' && (
          <button type="button" className="button small" disabled={!isTime} onClick={() => pick(day)}>
            {say(CALENDAR.choose)}
          </button>
        )}
        <button type="button" className="button small" onClick={close}>
          {say(CALENDAR.close)}
        </button>
      </div>
      <p className="hidden">{say(CALENDAR.keys)}</p>
    </div>
  )
}

type StepProps = { by: -12 | -1 | 1 | 12; sign: string; day: string; move(to: string, byKey: boolean): void }

function Step({ by, sign, day, move }: StepProps) {
  const say = useWords()
  const name = say(CALENDAR.step[by])
  return (
    <button
      type="button"
      className="button small"
      aria-label={name}
      title={name}
      onClick={() => move(monthsFrom(day, by), false)}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  )
}

/** Under its button, and wholly on the screen; on a phone it lies at the bottom, where the thumb is. */
function place(dialog: HTMLDialogElement, opener: HTMLElement): void {
  // Where it stood at a desk says nothing of a window made narrow since.
  if (innerWidth < 480) return void Object.assign(dialog.style, { margin: '', top: '', left: '' })
  const at = opener.getBoundingClientRect()
  const { width, height } = dialog.getBoundingClientRect()
  const below = at.bottom + 4
  const top = below + height <= innerHeight ? below : Math.max(8, at.top - height - 4)
  dialog.style.margin = '0'
  dialog.style.top = `${top}px`
  dialog.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`
}

function CalendarSign() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path
        d="M2 4h12v10H2zM2 7h12M5 2v3M11 2v3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
    </svg>
  )
}
