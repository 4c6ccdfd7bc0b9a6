import type { UnitLevel } from '@ioc/catalogues'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import type { UnitRow, ValueAnswer } from '../../api/numbers.ts'
import { printed } from '../../format.ts'
import { halvesText, valueText } from '../../number-text.ts'
import { Known } from '../../parts/panel.tsx'
import { useWords } from '../../view.tsx'
import { NUM } from '../../words/numbers.ts'
import { VALUE_SHOWN } from '../../words/states.ts'
import { classOf, limitsOf } from './classes.ts'
import { DISTRICT_PLACES } from './places.ts'

type MapProps = {
  id: string
  level: Exclude<UnitLevel, 'province'>
  units: readonly UnitRow[]
  values: ReadonlyMap<string, ValueAnswer>
}

/** Units as tiles, districts about where they lie; a shade is for the eye, and every tile says its number. */
export function TileMap({ id, level, units, values }: MapProps) {
  const say = useWords()
  const shown = units.filter((unit) => unit.level === level)
  const numbers = shown.flatMap(({ code }) => {
    const value = values.get(code)?.value ?? null
    return value === null ? [] : [Number(value)]
  })
  const limits = limitsOf(numbers)
  const tile = (unit: UnitRow) => (
    <UnitTile key={unit.code} unit={unit} id={id} value={values.get(unit.code)} limits={limits} />
  )
  const districts = units.filter((unit) => unit.level === 'district')
  return (
    <>
      {level === 'department' && <ul className="map-tiles">{shown.map(tile)}</ul>}
      {level === 'district' && (
        <ul className="map" data-level="district">
          {districts.map((district) => (
            <UnitTile
              key={district.code}
              unit={district}
              id={id}
              value={values.get(district.code)}
              limits={limits}
              place={DISTRICT_PLACES[district.code]}
            />
          ))}
        </ul>
      )}
      {level === 'commune' && (
        <div className="map" data-level="commune">
          {districts.map((district) => (
            <section key={district.code} {...placed(DISTRICT_PLACES[district.code])}>
              <h3>{say(district.name)}</h3>
              <ul className="map-tiles small">
                {shown.filter(({ parent }) => parent === district.code).map(tile)}
              </ul>
            </section>
          ))}
        </div>
      )}
      <Legend limits={limits} numbers={numbers} ratio={[...values.values()][0]?.indicator.kind === 'ratio'} />
    </>
  )
}

type Place = { column: number; row: number } | undefined

/** Places are classes of the sheet: the pages' security policy takes no styles from elements. */
const placed = (place: Place) => (place ? { 'data-column': place.column, 'data-row': place.row } : {})

type TileProps = {
  unit: UnitRow
  id: string
  value: ValueAnswer | undefined
  limits: readonly number[]
  place?: Place
}

function UnitTile({ unit, id, value, limits, place }: TileProps) {
  const { to } = useAddress()
  const say = useWords()
  const number = value?.value ?? null
  const name = say(unit.name)
  return (
    <li
      className="map-tile"
      data-shade={number === null ? 'none' : classOf(Number(number), limits)}
      {...placed(place)}
    >
      <Link
        href={to(`/indicators/${id}`, { scope: unit.code })}
        title={
          value
            ? [name, halvesText(value), say(VALUE_SHOWN[value.state].word)].filter(Boolean).join(' · ')
            : name
        }
      >
        <span>{name}</span>
        <b>
          <Known text={value ? valueText(value.indicator, number) : '—'} />
        </b>
      </Link>
    </li>
  )
}

function Legend({
  limits,
  numbers,
  ratio,
}: {
  limits: readonly number[]
  numbers: readonly number[]
  ratio: boolean
}) {
  const say = useWords()
  if (numbers.length === 0) return null
  const edges = [Math.min(...numbers), ...limits, Math.max(...numbers)]
  const text = (number: number) => (ratio ? `${printed(number.toFixed(2))}%` : printed(String(number)))
  return (
    <ol className="map-legend" aria-label={say(NUM.legend)}>
      {edges.slice(1).map((edge, shade) => (
        <li key={edge} data-shade={shade}>
          {text(edges[shade]!)} – {text(edge)}
        </li>
      ))}
    </ol>
  )
}
