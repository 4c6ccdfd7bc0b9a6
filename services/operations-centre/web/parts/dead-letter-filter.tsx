import type { DeadLetterCounts } from '../api/answers.ts'
import { count } from '../format.ts'
import { useWords, type Words } from '../view.tsx'
import { DEAD, DEAD_LETTER_SHOWN } from '../words/dead-letters.ts'
import { SAY } from '../words/page.ts'

/** Which dead letters are shown; empty: all. */
export type Filter = { reason: string; source: string; state: string }
export const NO_FILTER: Filter = { reason: '', source: '', state: '' }

type FilterProps = { counts: DeadLetterCounts; filter: Filter; choose(change: Partial<Filter>): void }

/** Reasons as buttons, since their counts are what is looked at first; sources and states beside them. */
export function DeadLetterFilter({ counts, filter, choose }: FilterProps) {
  const say = useWords()
  return (
    <div className="filter">
      <ul className="reason-buttons" aria-label={say(SAY.byReason)}>
        {counts.reasons.map(({ code, records }) => (
          <li key={code}>
            <button
              type="button"
              aria-pressed={filter.reason === code}
              onClick={() => choose({ reason: filter.reason === code ? '' : code })}
            >
              <code>{code}</code> <b>{count(records)}</b>
            </button>
          </li>
        ))}
      </ul>
      <div className="filter-fields">
        <Select
          label={SAY.source}
          chosen={filter.source}
          options={counts.sources.flatMap(({ source, records }) =>
            source ? [{ value: source, text: `${source} (${count(records)})` }] : [],
          )}
          choose={(source) => choose({ source })}
        />
        <Select
          label={DEAD.state}
          chosen={filter.state}
          options={counts.states.map(({ state, records }) => ({
            value: state,
            text: `${say(DEAD_LETTER_SHOWN[state].word)} (${count(records)})`,
          }))}
          choose={(state) => choose({ state })}
        />
      </div>
    </div>
  )
}

type SelectProps = {
  label: Words
  chosen: string
  options: readonly { value: string; text: string }[]
  choose(value: string): void
}

function Select({ label, chosen, options, choose }: SelectProps) {
  const say = useWords()
  // What is chosen stays in the list, even when none is counted under it any more.
  const all =
    options.some(({ value }) => value === chosen) || !chosen
      ? options
      : [...options, { value: chosen, text: chosen }]
  return (
    <label>
      {say(label)}
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        <option value="">{say(DEAD.all)}</option>
        {all.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
