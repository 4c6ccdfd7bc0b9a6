import { type FormEvent, useState } from 'react'
import type { DeadLetterCounts } from '../../api/answers.ts'
import { type Filter, isFiltered, NO_FILTER } from '../../api/dead-letter-filter.ts'
import { count, filled } from '../../format.ts'
import { MomentField } from '../../parts/moment-field.tsx'
import { ReasonCode } from '../../parts/reasons.tsx'
import { useWords, type Words } from '../../view.tsx'
import { DEAD, DEAD_LETTER_SHOWN } from '../../words/dead-letters.ts'
import { CONTRACTS, wordsFor } from '../../words/events.ts'
import { SAY } from '../../words/page.ts'

type FilterProps = {
  counts: DeadLetterCounts
  filter: Filter
  choose(change: Partial<Filter>): void
  /** The same question once more. */
  again(): void
}

/** So many reasons are shown at first; the rare ones would fill a phone before the first record. */
const REASONS_FIRST = 8

/** Reasons as buttons, since their counts are what is looked at first; all else one can choose by beside them. */
export function DeadLetterFilter({ counts, filter, choose, again }: FilterProps) {
  const say = useWords()
  const [isWhole, setWhole] = useState(false)
  // What is chosen stays, even when none is counted under it any more.
  const reasons =
    !filter.reason || counts.reasons.some(({ code }) => code === filter.reason)
      ? counts.reasons
      : [...counts.reasons, { code: filter.reason, records: 0 }]
  const shown = isWhole
    ? reasons
    : reasons.filter(({ code }, at) => at < REASONS_FIRST || code === filter.reason)
  const hidden = reasons.length - shown.length
  return (
    <div className="filter">
      <ul className="reason-buttons" aria-label={say(SAY.byReason)}>
        {shown.map(({ code, records }) => (
          <li key={code}>
            <button
              type="button"
              aria-pressed={filter.reason === code}
              onClick={() => choose({ reason: filter.reason === code ? '' : code })}
            >
              <ReasonCode code={code} /> <b>{count(records)}</b>
            </button>
          </li>
        ))}
        {(hidden > 0 || isWhole) && (
          <li>
            <button
              type="button"
              className="more-reasons"
              aria-expanded={isWhole}
              onClick={() => setWhole(!isWhole)}
            >
              {isWhole ? say(DEAD.fewerReasons) : filled(say(DEAD.moreReasons), { n: count(hidden) })}
            </button>
          </li>
        )}
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
          label={DEAD.contract}
          chosen={filter.contract}
          options={counts.contracts.flatMap(({ contract, records }) =>
            contract
              ? [{ value: contract, text: `${say(wordsFor(CONTRACTS, contract))} (${count(records)})` }]
              : [],
          )}
          choose={(contract) => choose({ contract })}
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
        <MomentField kind="minute" label={DEAD.from} value={filter.from} set={(from) => choose({ from })} />
        <MomentField kind="minute" label={DEAD.to} value={filter.to} set={(to) => choose({ to })} />
        <Unit
          key={filter.unit}
          chosen={filter.unit}
          choose={(unit) => (unit === filter.unit ? again() : choose({ unit }))}
        />
        {isFiltered(filter) && (
          <button type="button" className="button small" onClick={() => choose(NO_FILTER)}>
            {say(DEAD.clear)}
          </button>
        )}
      </div>
      {filter.unit && <p className="hint">{say(DEAD.unitHint)}</p>}
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

/** Asked only when it is said so: every asking opens sealed bytes, and is recorded. */
function Unit({ chosen, choose }: { chosen: string; choose(unit: string): void }) {
  const [unit, setUnit] = useState(chosen)
  const say = useWords()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    choose(unit.trim())
  }
  return (
    <form className="unit" onSubmit={submit}>
      <label>
        {say(DEAD.unit)}
        <input
          value={unit}
          size={8}
          maxLength={32}
          autoComplete="off"
          onChange={(event) => setUnit(event.target.value)}
        />
      </label>
      <button type="submit" className="button small">
        {say(DEAD.find)}
      </button>
    </form>
  )
}
