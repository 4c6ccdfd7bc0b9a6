import { useEffect, useState } from 'react'
import type { Fault } from '../../../routes/problem-codes.ts'
import { useAddress } from '../../address.ts'
import type { RiverAnswer } from '../../api/answers.ts'
import type { OverviewAnswer, TileAnswer } from '../../api/numbers.ts'
import type { Polled } from '../../api/poll.ts'
import { count, speed, time } from '../../format.ts'
import { halvesText, periodText, valueText } from '../../number-text.ts'
import { AddressFaults } from '../../parts/address-faults.tsx'
import { Flags } from '../../parts/flags.tsx'
import { Known } from '../../parts/panel.tsx'
import { SparkLine } from '../../parts/spark-line.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../view.tsx'
import { measureWords } from '../../words/measures.ts'
import { NUM } from '../../words/numbers.ts'
import { LAG_WORDS, SAY, STAGE_NAMES } from '../../words/page.ts'
import { FRESHNESS_SHOWN, STAGE_SHOWN, VALUE_SHOWN } from '../../words/states.ts'
import { Age, Before } from '../overview/tile.tsx'

/** Long enough to read six numbers from across a room. */
const TURN_MS = 15_000

type WallProps = { overview: Polled<OverviewAnswer>; river: Polled<RiverAnswer> }

/** For a screen on the wall, which nobody touches: one group at a time, in figures to be read from afar, and the river always. */
export function Wall({ overview, river }: WallProps) {
  const { words, set } = useAddress()
  const say = useWords()
  const groups = overview.data?.groups ?? []
  const asked = words.get('group')
  const [turn, setTurn] = useState(0)
  // Who sets the group in the address wants to see that one; else they take turns.
  const fixed = groups.findIndex(({ id }) => id === asked)
  const [turning, setTurning] = useState(true)
  useEffect(() => {
    if (!turning || fixed !== -1) return
    const timer = setInterval(() => setTurn((now) => now + 1), TURN_MS)
    return () => clearInterval(timer)
  }, [turning, fixed])
  const group = groups[fixed === -1 ? turn % Math.max(1, groups.length) : fixed]
  return (
    <section className="wall" data-stale={overview.failing} aria-label={say(NUM.wall)}>
      <AddressFaults
        of={groups.length > 0 && asked !== null && fixed === -1 ? [unknownGroup(asked, groups)] : []}
      />
      {!overview.data && !overview.refusal && (
        <p className="empty" role="status">
          {say(NUM.counting)}
        </p>
      )}
      {group && overview.data && (
        <>
          <h2>
            {say(group.title)}{' '}
            <small>
              {say(overview.data.scope.unit.name)} · {periodText(overview.data.period)}
            </small>
          </h2>
          <p className="as-of">
            {say(overview.failing ? SAY.old : SAY.asOf)} <time>{time(overview.data.asOf)}</time>
          </p>
          <ul className="wall-tiles">
            {group.tiles.map((tile) => (
              <WallTile key={tile.indicator.id} tile={tile} beforeUntil={overview.data!.beforeUntil} />
            ))}
          </ul>
        </>
      )}
      <ol className="wall-river" data-stale={river.failing}>
        {river.data?.stages.map(({ id, state, perSecond, lag }) => (
          <li key={id} data-tone={STAGE_SHOWN[state].tone}>
            <b>{say(STAGE_NAMES[id])}</b>
            <StateMark shown={STAGE_SHOWN[state]} />
            {perSecond !== null && (
              <span>
                {speed(perSecond)} {say(SAY.perSecond)}
              </span>
            )}
            {lag && (
              <span>
                {count(lag.amount)} {say(LAG_WORDS[lag.unit])}
              </span>
            )}
          </li>
        ))}
      </ol>
      <p className="wall-actions">
        {fixed === -1 && (
          <button type="button" className="button" onClick={() => setTurning((now) => !now)}>
            {say(turning ? NUM.pauseTurning : NUM.goOnTurning)}
          </button>
        )}
        <button type="button" className="button" onClick={() => set({ view: null, group: null })}>
          {say(NUM.desk)}
        </button>
      </p>
    </section>
  )
}

const unknownGroup = (given: string, groups: OverviewAnswer['groups']): Fault => {
  const near = groups.map(({ id }) => id).join(', ')
  const message = `there is no group ${given}; known are ${near}`
  return { parameter: 'group', code: 'unknown-group', message, about: { given, near } }
}

function WallTile({ tile, beforeUntil }: { tile: TileAnswer; beforeUntil: string | null }) {
  const say = useWords()
  const { indicator, value, trend, freshness } = tile
  return (
    <li className="wall-tile" data-freshness={freshness}>
      <h3>{say(indicator.title)}</h3>
      <p className="wall-value">
        <Known text={valueText(indicator, value?.value ?? null)} />
      </p>
      <p className="wall-line">
        {(value && halvesText(value)) ?? say(measureWords(indicator.unitOfMeasure))}
        {value && value.state !== 'reported' && <StateMark shown={VALUE_SHOWN[value.state]} />}
      </p>
      <Before tile={tile} until={beforeUntil} />
      <SparkLine points={trend} />
      <p className="tile-line">
        <StateMark shown={FRESHNESS_SHOWN[freshness]} /> <Age tile={tile} />
      </p>
      {value && (
        <p className="tile-line">
          {periodText(value.period)} <Flags flags={value.flags} />
        </p>
      )}
    </li>
  )
}
