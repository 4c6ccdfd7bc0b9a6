import type { ReactNode } from 'react'
import { useWords, type Words } from '../../view.tsx'

type TextProps = {
  label: Words
  value: string
  set(value: string): void
  list?: string
  required?: boolean
  numeric?: boolean
  hint?: ReactNode
}

/** One text of a form with its name. */
export function Text({ label, value, set, list, required = false, numeric, hint }: TextProps) {
  const say = useWords()
  return (
    <label>
      {say(label)}
      <input
        value={value}
        list={list}
        required={required}
        inputMode={numeric ? 'decimal' : undefined}
        autoComplete="off"
        onChange={(event) => set(event.target.value)}
      />
      {hint}
    </label>
  )
}

type OneOfProps<Value extends string> = {
  label: Words
  value: Value
  options: Readonly<Record<Value, Words>>
  set(value: Value): void
}

/** One of a closed set. */
export function OneOf<Value extends string>({ label, value, options, set }: OneOfProps<Value>) {
  const say = useWords()
  return (
    <label>
      {say(label)}
      <select value={value} onChange={(event) => set(event.target.value as Value)}>
        {(Object.keys(options) as Value[]).map((each) => (
          <option key={each} value={each}>
            {say(options[each])}
          </option>
        ))}
      </select>
    </label>
  )
}

type OneOfManyProps = {
  label: Words
  value: string
  options: readonly { value: string; text: string }[]
  set(value: string): void
  hint?: ReactNode
}

/** One of many that have names; what is chosen stays, also where nobody knows a name for it. */
export function OneOfMany({ label, value, options, set, hint }: OneOfManyProps) {
  const say = useWords()
  return (
    <label>
      {say(label)}
      <select value={value} required onChange={(event) => set(event.target.value)}>
        {!options.some((each) => each.value === value) && <option value={value}>{value}</option>}
        {options.map((each) => (
          <option key={each.value} value={each.value}>
            {each.text}
          </option>
        ))}
      </select>
      {hint}
    </label>
  )
}

/** Yes or no. */
export function Tick({ label, value, set }: { label: Words; value: boolean; set(value: boolean): void }) {
  const say = useWords()
  return (
    <label className="tick">
      <input type="checkbox" checked={value} onChange={(event) => set(event.target.checked)} />
      {say(label)}
    </label>
  )
}
