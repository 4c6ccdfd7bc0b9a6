import { Suspense, useMemo } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import { csvOf, download } from '../../api/csv.ts'
import type { Point, SeriesAnswer } from '../../api/numbers.ts'
import { usePoll } from '../../api/poll.ts'
import { useChosen } from '../../chosen.ts'
import { amount, filled } from '../../format.ts'
import { halvesText, periodMark, periodText, valueText } from '../../number-text.ts'
import { Caught } from '../../parts/caught.tsx'
import { Flags } from '../../parts/flags.tsx'
import { late } from '../../parts/late.tsx'
import { Known, Panel } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { measureWords } from '../../words/measures.ts'
import { NUM } from '../../words/numbers.ts'
import { VALUE_SHOWN } from '../../words/states.ts'

const Chart = late(() => import('../../parts/chart.tsx'))

/** How many periods of each kind are looked back. */
const POINTS = { day: 31, month: 13, quarter: 9, 'half-year': 7, year: 6 } as const

type Row = Point & { trace: string }

/** One indicator over time, as a picture and as the numbers it is made of. */
export function Series({ id }: { id: string }) {
  const { ask, period } = useChosen()
  const say = useWords()
  const polled = usePoll<SeriesAnswer>(
    `/v1/indicators/${encodeURIComponent(id)}/series?${ask({ points: String(POINTS[period]) })}`,
    15_000,
  )
  const indicator = polled.data?.indicator
  // An estimate stands beside what it estimates; on one line with it there would be a step that nothing took.
  const points = useMemo(
    () => (polled.data?.points ?? []).filter(({ flags }) => !flags.includes('estimate')),
    [polled.data],
  )
  const drawn = useMemo(
    () =>
      indicator
        ? points.map((point) => ({
            mark: periodMark(point.period),
            value: point.value === null ? null : Number(point.value),
            said: [periodText(point.period), valueText(indicator, point.value), halvesText(point)]
              .filter((line) => line !== null)
              .join('\n'),
          }))
        : [],
    [points, indicator],
  )
  const columns: readonly Column<Row>[] = [
    { head: NUM.period, names: true, cell: (row) => <PeriodLink row={row} /> },
    { head: NUM.numerator, numeric: true, cell: ({ numerator }) => <Known text={amount(numerator)} /> },
    { head: NUM.denominator, numeric: true, cell: ({ denominator }) => <Known text={amount(denominator)} /> },
    {
      head: NUM.value,
      numeric: true,
      cell: ({ value }) => (
        <b>
          <Known text={indicator ? valueText(indicator, value) : '—'} />
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
  ]
  const toCsv = () =>
    download(
      `${id}.csv`,
      new Blob(
        [
          csvOf(
            ['indicator', 'scope', 'from', 'to', 'state', 'numerator', 'denominator', 'value', 'flags'],
            points.map(({ period: { from, to }, state, numerator, denominator, value, flags }) => [
              ...[id, polled.data!.scope.key, from, to, state, numerator, denominator, value],
              flags.join(' '),
            ]),
          ),
        ],
        { type: 'text/csv' },
      ),
    )
  return (
    <Panel
      id="series"
      title={NUM.series}
      polled={polled}
      actions={
        <button type="button" className="button small" disabled={points.length === 0} onClick={toCsv}>
          {say(NUM.csv)}
        </button>
      }
    >
      {indicator && drawn.length > 1 && (
        <Caught isLive={!polled.failing}>
          <Suspense fallback={<div className="chart-place" />}>
            <Chart
              kind="line"
              points={drawn}
              name={`${id}-${polled.data!.scope.key}`}
              unit={indicator.kind === 'ratio' ? '%' : say(measureWords(indicator.unitOfMeasure))}
              label={filled(say(NUM.seriesOf), {
                title: say(indicator.title),
                n: String(drawn.length),
                value: valueText(indicator, points.at(-1)?.value ?? null),
              })}
            />
          </Suspense>
        </Caught>
      )}
      {polled.data && (
        <Table
          label={say(NUM.series)}
          columns={columns}
          rows={points.toReversed()}
          rowKey={({ period: { kind, from, to } }) => `${kind} ${from} ${to}`}
        />
      )}
    </Panel>
  )
}

/** The same screen as of that period. */
function PeriodLink({ row: { period } }: { row: Row }) {
  const { path, to } = useAddress()
  if (period.kind === 'stated') return periodText(period)
  return <Link href={to(path, { date: period.to })}>{periodText(period)}</Link>
}
