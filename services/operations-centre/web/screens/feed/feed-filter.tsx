import { useAddress } from '../../address.ts'
import type { FeedChoicesAnswer } from '../../api/answers.ts'
import { usePoll } from '../../api/poll.ts'
import { useWords } from '../../view.tsx'
import { CONTRACTS, wordsFor } from '../../words/events.ts'
import { FEED } from '../../words/feed.ts'

export const FILTERS = ['source', 'unit', 'contract'] as const

type Unit = FeedChoicesAnswer['units'][number]

/** What is to be seen; it stands in the address, and the server does the choosing. */
export function FeedFilter() {
  const { words, set } = useAddress()
  const say = useWords()
  const { data } = usePoll<FeedChoicesAnswer>('/v1/feed/choices', 30_000)
  const chosen = (name: (typeof FILTERS)[number]) => words.get(name) ?? ''
  const choose = (name: (typeof FILTERS)[number]) => (value: string) =>
    set({ [name]: value === '' ? null : value })
  const isFiltered = FILTERS.some((name) => words.has(name))
  return (
    <form className="feed-filter filter-fields" aria-label={say(FEED.filter)}>
      <Select
        label={say(FEED.source)}
        value={chosen('source')}
        choose={choose('source')}
        known={data?.sources ?? []}
      >
        {(data?.sources ?? []).map((source) => (
          <option key={source}>{source}</option>
        ))}
      </Select>
      <Select
        label={say(FEED.contract)}
        value={chosen('contract')}
        choose={choose('contract')}
        known={data?.contracts ?? []}
      >
        {(data?.contracts ?? []).map((contract) => (
          <option key={contract} value={contract}>
            {say(wordsFor(CONTRACTS, contract))}
          </option>
        ))}
      </Select>
      <Select
        label={say(FEED.unit)}
        value={chosen('unit')}
        choose={choose('unit')}
        known={(data?.units ?? []).map(({ code }) => code)}
      >
        <Units units={data?.units ?? []} />
      </Select>
      {isFiltered && (
        <button
          type="button"
          className="button"
          onClick={() => set({ source: null, unit: null, contract: null })}
        >
          {say(FEED.clear)}
        </button>
      )}
    </form>
  )
}

type SelectProps = {
  label: string
  value: string
  choose(value: string): void
  /** Values among the children. */
  known: readonly string[]
  children: React.ReactNode
}

/** What the address says stays chosen, also before its name is known, or where there is no such thing. */
function Select({ label, value, choose, known, children }: SelectProps) {
  const say = useWords()
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => choose(event.target.value)}>
        <option value="">{say(FEED.all)}</option>
        {value !== '' && !known.includes(value) && (
          <option value={value} hidden>
            {value}
          </option>
        )}
        {children}
      </select>
    </label>
  )
}

/** The tree as a list: the province, departments, each district with what lies below it. */
function Units({ units }: { units: readonly Unit[] }) {
  const say = useWords()
  const option = ({ code, name }: Unit) => (
    <option key={code} value={code}>
      {say(name)}
    </option>
  )
  const of = (level: string) => units.filter((unit) => unit.level === level)
  return (
    <>
      {of('province').map(option)}
      <optgroup label={say(FEED.departments)}>{of('department').map(option)}</optgroup>
      {of('district').map((district) => (
        <optgroup key={district.code} label={say(district.name)}>
          {option(district)}
          {units.filter(({ parent }) => parent === district.code).map(option)}
        </optgroup>
      ))}
    </>
  )
}
