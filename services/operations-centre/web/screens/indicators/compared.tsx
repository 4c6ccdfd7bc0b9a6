import type { UnitLevel } from '@ioc/catalogues'
import { useMemo } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import { csvOf, download } from '../../api/csv.ts'
import type { ValueAnswer, ValuesAnswer } from '../../api/numbers.ts'
import { usePoll } from '../../api/poll.ts'
import { useChosen } from '../../chosen.ts'
import { amount, DASH } from '../../format.ts'
import { valueText } from '../../number-text.ts'
import { Choice } from '../../parts/choice.tsx'
import { Flags } from '../../parts/flags.tsx'
import { Known, Panel } from '../../parts/panel.tsx'
import { SortedTable } from '../../parts/sorted-table.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../view.tsx'
import { LEVEL_WORDS, NUM } from '../../words/numbers.ts'
import { VALUE_SHOWN } from '../../words/states.ts'

const LEVELS = ['department', 'district', 'commune'] as const satisfies readonly UnitLevel[]

/** One indicator over the units of one level: who is first and who last, with the halves, since a small unit's share jumps. */
export function Compared({ id }: { id: string }) {
  const { ask, period } = useChosen()
  const { words, set, to } = useAddress()
  const say = useWords()
  const level = LEVELS.find((each) => each === words.get('level')) ?? 'district'
  const polled = usePoll<ValuesAnswer>(`/v1/indicators?${ask({ scope: '*', indicator: id, period })}`, 15_000)
  const rows = useMemo(
    () =>
      (polled.data?.values ?? []).filter(
        ({ scope, indicator, flags }) =>
          indicator.id === id &&
          scope.level === null &&
          scope.unit.level === level &&
          !flags.includes('estimate'),
      ),
    [polled.data, id, level],
  )
  const toCsv = () => download(`${id}-${level}.csv`, new Blob([csvOfValues(rows)], { type: 'text/csv' }))
  return (
    <Panel
      id="compared"
      title={NUM.compared}
      polled={polled}
      actions={
        <>
          <Choice
            label={say(NUM.level)}
            options={LEVELS.map((value) => ({ value, text: say(LEVEL_WORDS[value]) }))}
            chosen={level}
            choose={(value) => set({ level: value })}
          />
          <button type="button" className="button small" disabled={rows.length === 0} onClick={toCsv}>
            {say(NUM.csv)}
          </button>
        </>
      }
    >
      <SortedTable
        label={say(NUM.compared)}
        rows={rows}
        rowKey={({ scope }) => scope.key}
        columns={[
          {
            head: NUM.unit,
            names: true,
            by: ({ scope }) => scope.unit.name.vi,
            cell: ({ scope }) => (
              <Link href={to(`/indicators/${id}`, { scope: scope.key, level })}>{say(scope.unit.name)}</Link>
            ),
          },
          {
            head: NUM.numerator,
            numeric: true,
            by: ({ numerator }) => numerator,
            cell: ({ numerator }) => <Known text={amount(numerator)} />,
          },
          {
            head: NUM.denominator,
            numeric: true,
            by: ({ denominator }) => denominator,
            cell: ({ denominator }) => <Known text={amount(denominator)} />,
          },
          {
            head: NUM.value,
            numeric: true,
            by: ({ value }) => (value === null ? null : Number(value)),
            cell: ({ indicator, value }) => (
              <b>
                <Known text={valueText(indicator, value) ?? DASH} />
              </b>
            ),
          },
          {
            head: NUM.state,
            cell: ({ state, flags }) => (
              <>
                <StateMark shown={VALUE_SHOWN[state]} /> <Flags flags={flags} />
              </>
            ),
          },
        ]}
      />
    </Panel>
  )
}

export const csvOfValues = (rows: readonly ValueAnswer[]): string =>
  csvOf(
    [
      'indicator',
      'unit',
      'name',
      'level',
      'from',
      'to',
      'state',
      'numerator',
      'denominator',
      'value',
      'flags',
    ],
    rows.map(({ indicator, scope, period, state, numerator, denominator, value, flags }) => [
      ...[indicator.id, scope.key, scope.unit.name.vi, scope.unit.level, period.from, period.to],
      ...[state, numerator, denominator, value, flags.join(' ')],
    ]),
  )
