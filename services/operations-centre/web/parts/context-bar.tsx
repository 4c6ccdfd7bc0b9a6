import { DATE_PERIODS } from '@ioc/indicators/periods.ts'
import type { ScopesAnswer, UnitRow } from '../api/numbers.ts'
import { usePoll } from '../api/poll.ts'
import { useChosen } from '../chosen.ts'
import { filled } from '../format.ts'
import { useWords } from '../view.tsx'
import { NUM, PERIOD_WORDS } from '../words/numbers.ts'
import { AddressFaults } from './address-faults.tsx'
import { Choice } from './choice.tsx'
import { MomentField } from './moment-field.tsx'
import { NewestData } from './newest-data.tsx'

/** What every number below is of: whose, up to which day, over which period, on which tree. All of it stands in the address. */
export function ContextBar({ withPeriod = true }: { withPeriod?: boolean }) {
  const { scope, date, period, tree, faults, choose } = useChosen()
  const say = useWords()
  const scopes = usePoll<ScopesAnswer>(`/v1/scopes${date ? `?date=${date}` : ''}`, null)
  return (
    <section className="context" aria-label={say(NUM.lookedAt)}>
      <div className="field-of">
        <label htmlFor="scope">{say(NUM.whose)}</label>
        <select id="scope" value={scope} onChange={({ target }) => choose({ scope: target.value })}>
          <ScopeOptions scopes={scopes.data} chosen={scope} />
        </select>
      </div>
      <MomentField
        kind="day"
        label={NUM.day}
        value={date ?? scopes.data?.date ?? ''}
        set={(day) => choose({ date: day || null })}
      />
      {date !== null && (
        <button type="button" className="button small" onClick={() => choose({ date: null })}>
          {say(NUM.today)}
        </button>
      )}
      {withPeriod && (
        <Choice
          label={say(NUM.period)}
          options={DATE_PERIODS.map((value) => ({ value, text: say(PERIOD_WORDS[value]) }))}
          chosen={period}
          choose={(value) => choose({ period: value })}
        />
      )}
      <div className="tree">
        <span aria-hidden="true">{say(NUM.tree)}</span>
        <Choice
          label={say(NUM.tree)}
          options={[
            { value: 'then', text: say(NUM.treeThen) },
            { value: 'today', text: say(NUM.treeToday) },
          ]}
          chosen={tree}
          choose={(value) => choose({ tree: value === 'then' ? null : value })}
        />
      </div>
      {withPeriod && <NewestData date={date ?? scopes.data?.date ?? null} />}
      <p className="hint">{say(NUM.scopeIsView)}</p>
      <AddressFaults of={faults} />
    </section>
  )
}

/** The centres first, since most who look belong to one; then every unit. */
function ScopeOptions({ scopes, chosen }: { scopes: ScopesAnswer | null; chosen: string }) {
  const say = useWords()
  const units = scopes?.units ?? []
  const of = (level: UnitRow['level'], parent?: string) =>
    units.filter((unit) => unit.level === level && (parent === undefined || unit.parent === parent))
  const isKnown =
    units.some(({ code }) => code === chosen) || scopes?.iocs.some(({ scope }) => scope === chosen)
  const option = ({ code, name }: UnitRow) => (
    <option key={code} value={code}>
      {say(name)}
    </option>
  )
  return (
    <>
      {!isKnown && <option value={chosen}>{scopes ? `${chosen} (${say(NUM.unknownScope)})` : chosen}</option>}
      {scopes && (
        <optgroup label={say(NUM.centres)}>
          {scopes.iocs.map(({ code, scope, name, evidence }) => (
            <option key={code} value={scope}>
              {say(name)}
              {evidence === 'inferred' ? ` (${say(NUM.inferred)})` : ''}
            </option>
          ))}
        </optgroup>
      )}
      <optgroup label={say(NUM.departments)}>{of('department').map(option)}</optgroup>
      <optgroup label={say(NUM.districts)}>{of('district').map(option)}</optgroup>
      {of('district').map((district) => (
        <optgroup key={district.code} label={filled(say(NUM.communesOf), { unit: say(district.name) })}>
          {of('commune', district.code).map(option)}
        </optgroup>
      ))}
    </>
  )
}
