import { useId, useState } from 'react'
import type { LeafField } from '../../../../contracts/form-fields.ts'
import { MASK } from '../../../api/json-changes.ts'
import { calendarDay, filled, instant } from '../../../format.ts'
import { Calendar } from '../../../parts/calendar/calendar.tsx'
import { type Reason, ReasonText } from '../../../parts/reasons.tsx'
import { useWords } from '../../../view.tsx'
import { CHOICE_WORDS, FIELD_WORDS } from '../../../words/contract-fields.ts'
import { STATUSES, wordsFor } from '../../../words/events.ts'
import { MEND } from '../../../words/mending.ts'
import { asMoment, hasWrongShape, meantBy, shownText } from './written.ts'

export type LeafProps = {
  field: LeafField
  /** What it is called where the contract does not name it: the code of an answer. */
  name?: string
  value: unknown
  /** Why it is not taken, by the last verdict. */
  reasons: readonly Reason[]
  /** Undefined takes the field away. */
  set(value: unknown): void
}

/** One value of an event: its name, what stands in it, and beside it what is wrong with it. */
export function Leaf({ field, name, value, reasons, set }: LeafProps) {
  const id = useId()
  const say = useWords()
  const title = name ?? say(field.title ?? wordsFor(FIELD_WORDS, field.name))
  const isBroken = hasWrongShape(field, value)
  const isWrong = isBroken || reasons.length > 0
  const about = { id, value, isWrong, set, field }
  return (
    <div className="leaf" data-field={field.name || name} data-wrong={isWrong}>
      <label id={`${id}-name`} htmlFor={id}>
        {title}
        {field.required && !field.nullable && <span className="beside">{say(MEND.required)}</span>}
      </label>
      {(field.name || name) && field.name !== title && <code aria-hidden="true">{field.name}</code>}
      {field.kind === 'choice' || field.kind === 'yes-no' ? <Chosen {...about} /> : <Written {...about} />}
      <div id={`${id}-about`} className="leaf-about">
        {reasons.map((reason) => (
          <p key={`${reason.path} ${reason.code}`} data-tone="bad">
            <ReasonText reason={reason} />
          </p>
        ))}
        {isBroken && reasons.length === 0 && <p data-tone="bad">{say(MEND.wrongShape)}</p>}
        <Beside field={field} value={value} />
      </div>
    </div>
  )
}

/** What a value means, where that is not plain from what is written. */
function Beside({ field, value }: Pick<LeafProps, 'field' | 'value'>) {
  const say = useWords()
  if (value === MASK) return <p>{say(MEND.masked)}</p>
  if (field.kind === 'number' && typeof value === 'string') return <p>{say(MEND.isText)}</p>
  if (field.kind !== 'instant' || typeof value !== 'string' || hasWrongShape(field, value)) return null
  const moment =
    value.length === 10 ? filled(say(MEND.endOfDay), { day: calendarDay(value) }) : instant(Date.parse(value))
  return <p>{filled(say(MEND.readAs), { moment })}</p>
}

type InputProps = Pick<LeafProps, 'field' | 'value' | 'set'> & { id: string; isWrong: boolean }

function Written({ id, field, value, isWrong, set }: InputProps) {
  const say = useWords()
  const [text, setText] = useState(() => shownText(value))
  // Changed elsewhere: on the JSON tab, by the calendar. What is being written is not put in order under the hand.
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    if (meantBy(field, text) !== value) setText(shownText(value))
  }
  const write = (next: string) => {
    setText(next)
    const meant = meantBy(field, next)
    setShown(meant)
    set(meant)
  }
  const moment = field.kind === 'day' ? 'day' : 'minute'
  return (
    <span className="leaf-parts">
      <input
        id={id}
        value={text}
        autoComplete="off"
        spellCheck={false}
        inputMode={field.kind === 'number' ? 'decimal' : undefined}
        placeholder={field.nullable && !isWrong ? say(MEND.emptyIsNull) : undefined}
        aria-invalid={isWrong}
        aria-describedby={`${id}-about`}
        onChange={(event) => write(event.target.value)}
        onBlur={() => setText(shownText(value))}
      />
      {(field.kind === 'instant' || field.kind === 'day') && (
        <Calendar
          kind={moment}
          of={`${id}-name`}
          value={asMoment(value, moment)}
          choose={(chosen) => write(moment === 'day' ? chosen : `${chosen}:00+07:00`)}
        />
      )}
    </span>
  )
}

const NULL = 'null'
const ABSENT = 'absent'

function Chosen({ id, field, value, isWrong, set }: InputProps) {
  const say = useWords()
  const options =
    field.kind === 'yes-no'
      ? [
          { value: true as unknown, text: say(MEND.yes) },
          { value: false as unknown, text: say(MEND.no) },
        ]
      : (field.choices ?? []).map((choice) => ({ value: choice as unknown, text: say(wordsOf(choice)) }))
  const isForeign = value !== undefined && value !== null && !options.some((each) => each.value === value)
  // As JSON, so that true and "true" are two.
  const keyOf = (of: unknown) => (of === undefined ? ABSENT : of === null ? NULL : JSON.stringify(of))
  const choose = (key: string) =>
    set(key === ABSENT ? undefined : key === NULL ? null : (JSON.parse(key) as unknown))
  return (
    <select
      id={id}
      value={keyOf(value)}
      aria-invalid={isWrong}
      aria-describedby={`${id}-about`}
      onChange={({ target }) => choose(target.value)}
    >
      {(value === undefined || !field.required) && <option value={ABSENT}>{say(MEND.absent)}</option>}
      {(value === null || field.nullable) && <option value={NULL}>{say(MEND.notKnown)}</option>}
      {isForeign && <option value={keyOf(value)}>{shownText(value)}</option>}
      {options.map((option) => (
        <option key={keyOf(option.value)} value={keyOf(option.value)}>
          {option.text}
        </option>
      ))}
    </select>
  )
}

const wordsOf = (choice: string) =>
  Object.hasOwn(STATUSES, choice) ? wordsFor(STATUSES, choice) : wordsFor(CHOICE_WORDS, choice)
