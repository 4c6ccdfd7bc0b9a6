import { useEffect, useId, useRef, useState } from 'react'
import { filled } from '../format.ts'
import { MOMENT_EXAMPLES, type MomentKind, momentText, readMoment } from '../moment-text.ts'
import { useWords, type Words } from '../view.tsx'
import { MOMENT } from '../words/moments.ts'
import { Calendar } from './calendar/calendar.tsx'

type MomentProps = {
  kind: MomentKind
  label: Words
  /** As the API writes it: `2024-06-30`, `2024-06`, `2024-06-30T08:15`; empty: none. */
  value: string
  set(value: string): void
  required?: boolean
}

/**
 * A day, month or minute, written as Vietnamese paper has it. The browser's own field follows the browser's language, so that
 * 07/01 and 01/07 stand on one page, and its calendar too; so both are our own. What was written whole counts at once.
 */
export function MomentField({ kind, label, value, set, required = false }: MomentProps) {
  const id = useId()
  const [text, setText] = useState(() => momentText(value))
  const [isLeft, setLeft] = useState(true)
  const field = useRef<HTMLInputElement>(null)
  const say = useWords()
  const read = readMoment(kind, text)
  const fault = filled(say(MOMENT.wrong[kind]), { example: MOMENT_EXAMPLES[kind] })
  // Chosen elsewhere: by the calendar, by a button, by the address. What is being written is not put in order under the hand.
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    if (read !== value) setText(momentText(value))
  }
  useEffect(() => field.current?.setCustomValidity(read === null ? fault : ''), [read, fault])
  const write = (next: string) => {
    setText(next)
    setLeft(false)
    const moment = readMoment(kind, next)
    if (moment !== null && moment !== value && !(moment === '' && required)) set(moment)
  }
  const leave = () => {
    setLeft(true)
    if (read) setText(momentText(read))
  }
  const isWrong = isLeft && read === null
  return (
    <div className="moment">
      <label id={`${id}-name`} htmlFor={id}>
        {say(label)}
      </label>
      <div className="moment-parts">
        <input
          ref={field}
          id={id}
          value={text}
          required={required}
          inputMode="numeric"
          autoComplete="off"
          placeholder={say(MOMENT.form[kind])}
          size={MOMENT_EXAMPLES[kind].length}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-fault` : undefined}
          onChange={(event) => write(event.target.value)}
          onBlur={leave}
          onKeyDown={(event) => event.key === 'Enter' && leave()}
        />
        <Calendar
          kind={kind}
          of={`${id}-name`}
          value={read ?? ''}
          choose={(moment) => write(momentText(moment))}
        />
      </div>
      {isWrong && (
        <p id={`${id}-fault`} className="moment-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}
