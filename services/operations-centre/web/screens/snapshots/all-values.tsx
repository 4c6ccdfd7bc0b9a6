import { useId } from 'react'
import { useAddress } from '../../address.ts'
import type { SnapshotValuesAnswer } from '../../api/answers.ts'
import { useLast, usePoll } from '../../api/poll.ts'
import { PROVINCE } from '../../chosen.ts'
import { count, filled } from '../../format.ts'
import { useWords } from '../../view.tsx'
import { PAGES } from '../../words/pages.ts'
import { VALUE } from '../../words/published-value.ts'
import { SNAP } from '../../words/snapshots.ts'
import { Refusal } from '../overview/refusal.tsx'
import type { Place } from './value/address.ts'
import { ValuesTable } from './values.tsx'

const PAGE = 50
/** The word of the address for no choice at all; none is the province. */
const ALL = 'all'

/** What a revision says, value by value; each opens. */
export function AllValues({ place }: { place: Place }) {
  const { words, set } = useAddress()
  const say = useWords()
  const id = useId()
  const indicator = words.get('indicator') ?? ALL
  const unit = words.get('unit') ?? PROVINCE
  const skip = /^\d{1,6}$/.test(words.get('skip') ?? '') ? Number(words.get('skip')) : 0
  const asked = new URLSearchParams({ limit: String(PAGE), skip: String(skip) })
  if (indicator !== ALL) asked.set('indicator', indicator)
  if (unit !== ALL) asked.set('unit', unit)
  const polled = usePoll<SnapshotValuesAnswer>(
    `/v1/snapshots/${place.group}/${place.date}/${place.revision}/values?${asked}`,
    null,
    { withinMs: 60_000, retryMs: 5_000 },
  )
  // While the next page comes its choices stay; rows of another question do not.
  const { indicators, units } = useLast(polled.data) ?? { indicators: [], units: [] }
  const choose = (change: Record<string, string | null>) => set({ ...change, skip: null })
  return (
    <section className="all-values" aria-labelledby={id}>
      <h4 id={id}>{say(VALUE.values)}</h4>
      <p className="hint">{say(VALUE.valuesHint)}</p>
      <div className="filter-fields">
        <Select
          label={say(SNAP.unit)}
          value={unit}
          options={units.map(({ code, name }) => ({
            value: code,
            text: `${name ? say(name) : ''} (${code})`,
          }))}
          choose={(value) => choose({ unit: value === PROVINCE ? null : value })}
        />
        <Select
          label={say(SNAP.indicator)}
          value={indicator}
          options={indicators.map(({ id, title }) => ({ value: id, text: title ? say(title) : id }))}
          choose={(value) => choose({ indicator: value === ALL ? null : value })}
        />
      </div>
      <Refusal polled={polled} />
      {!polled.data && !polled.refusal && (
        <p className="empty" role="status">
          {say(polled.failing ? VALUE.away : VALUE.readingValues)}
        </p>
      )}
      {polled.data && <Rows place={place} said={polled.data} skip={skip} />}
    </section>
  )
}

type RowsProps = { place: Place; said: SnapshotValuesAnswer; skip: number }

function Rows({ place, said: { values, total, next }, skip }: RowsProps) {
  const { set } = useAddress()
  const say = useWords()
  if (total === 0) return <p className="empty">{say(VALUE.noneMatches)}</p>
  // A page that an old address names may lie behind the end.
  const before = Math.min(Math.max(0, skip - PAGE), PAGE * Math.floor((total - 1) / PAGE))
  const range = {
    from: count(Math.min(skip + 1, total)),
    to: count(Math.min(skip + values.length, total)),
    all: count(total),
  }
  return (
    <>
      <p className="hint" role="status">
        {filled(say(PAGES.range), range)}
      </p>
      <div className="changes">
        <ValuesTable rows={values} place={place} />
      </div>
      {(skip > 0 || next !== null) && (
        <nav className="paging" aria-label={say(PAGES.pages)}>
          <button
            type="button"
            className="button small"
            disabled={skip === 0}
            onClick={() => set({ skip: before === 0 ? null : String(before) })}
          >
            {say(VALUE.before)}
          </button>
          <button
            type="button"
            className="button small"
            disabled={next === null}
            onClick={() => set({ skip: String(next) })}
          >
            {say(VALUE.after)}
          </button>
        </nav>
      )}
    </>
  )
}

type SelectProps = {
  label: string
  value: string
  options: readonly { value: string; text: string }[]
  choose(value: string): void
}

/** What the address says stays chosen, also before its name is known, or where there is no such thing. */
function Select({ label, value, options, choose }: SelectProps) {
  const say = useWords()
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => choose(event.target.value)}>
        <option value={ALL}>{say(VALUE.all)}</option>
        {value !== ALL && !options.some((option) => option.value === value) && (
          <option value={value}>{value}</option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  )
}
