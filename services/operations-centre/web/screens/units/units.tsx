import type { UnitLevel } from '@ioc/catalogues'
import { useMemo } from 'react'
import { useAddress } from '../../address.ts'
import { download } from '../../api/csv.ts'
import type { ScopesAnswer, ValuesAnswer } from '../../api/numbers.ts'
import { usePoll } from '../../api/poll.ts'
import { useChosen } from '../../chosen.ts'
import { Choice } from '../../parts/choice.tsx'
import { ContextBar } from '../../parts/context-bar.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useView, useWords } from '../../view.tsx'
import { LEVEL_WORDS, NUM } from '../../words/numbers.ts'
import { Compared, csvOfValues } from '../indicators/compared.tsx'
import { Refusal } from '../overview/refusal.tsx'
import { TileMap } from './tile-map.tsx'

const FIRST_SHOWN = 'dossier.on-time'
const LEVELS = ['department', 'district', 'commune'] as const satisfies readonly UnitLevel[]

/** One indicator over all units: as a map of tiles, and as a table beside it. */
export default function Units() {
  const { ask, date } = useChosen()
  const { words, set } = useAddress()
  const say = useWords()
  const id = words.get('indicator') ?? FIRST_SHOWN
  const level = LEVELS.find((each) => each === words.get('level')) ?? 'district'
  const values = usePoll<ValuesAnswer>(`/v1/indicators?${ask({ scope: '*', indicator: id })}`, 15_000)
  const day = values.data?.date ?? date
  const scopes = usePoll<ScopesAnswer>(day ? `/v1/scopes?date=${day}` : null, null)
  const byUnit = useMemo(
    () =>
      new Map(
        (values.data?.values ?? [])
          .filter(
            ({ indicator, scope, flags }) =>
              indicator.id === id && scope.level === null && !flags.includes('estimate'),
          )
          .map((value) => [value.scope.key, value]),
      ),
    [values.data, id],
  )
  return (
    <>
      <ContextBar />
      <Refusal polled={values} />
      <Panel
        id="units"
        title={NUM.units}
        hint={NUM.unitsHint}
        polled={values}
        actions={
          <button
            type="button"
            className="button small"
            disabled={byUnit.size === 0}
            onClick={() =>
              download(`${id}-units.csv`, new Blob([csvOfValues([...byUnit.values()])], { type: 'text/csv' }))
            }
          >
            {say(NUM.csv)}
          </button>
        }
      >
        <div className="map-choices">
          <IndicatorChoice chosen={id} choose={(next) => set({ indicator: next })} />
          <Choice
            label={say(NUM.mapLevel)}
            options={LEVELS.map((value) => ({ value, text: say(LEVEL_WORDS[value]) }))}
            chosen={level}
            choose={(value) => set({ level: value })}
          />
        </div>
        {scopes.data && <TileMap id={id} level={level} units={scopes.data.units} values={byUnit} />}
      </Panel>
      {!values.refusal && <Compared id={id} />}
    </>
  )
}

/** Those that units have a value of; the province's own figures would colour one tile. */
function IndicatorChoice({ chosen, choose }: { chosen: string; choose(id: string): void }) {
  const { language } = useView()
  const say = useWords()
  const { ask } = useChosen()
  const known = usePoll<ValuesAnswer>(
    `/v1/indicators?${ask({ scope: '68', indicator: 'dossier,feedback,par.internal' })}`,
    null,
  )
  const indicators = [
    ...new Map((known.data?.values ?? []).map(({ indicator }) => [indicator.id, indicator])).values(),
  ]
  return (
    <label>
      <span className="hidden">{say(NUM.indicator)}</span>
      <select className="field" value={chosen} onChange={({ target }) => choose(target.value)}>
        {!indicators.some(({ id }) => id === chosen) && <option value={chosen}>{chosen}</option>}
        {indicators.map(({ id, title }) => (
          <option key={id} value={id}>
            {title[language]}
          </option>
        ))}
      </select>
    </label>
  )
}
