import { useMemo } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import type { ValueAnswer, ValuesAnswer } from '../../api/numbers.ts'
import { usePoll } from '../../api/poll.ts'
import { useChosen } from '../../chosen.ts'
import { amount, count } from '../../format.ts'
import { periodText, valueText } from '../../number-text.ts'
import { ContextBar } from '../../parts/context-bar.tsx'
import { Flags } from '../../parts/flags.tsx'
import { Known, Panel } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { GROUPS, wordsFor } from '../../words/events.ts'
import { measureWords } from '../../words/measures.ts'
import { NUM } from '../../words/numbers.ts'
import { VALUE_SHOWN } from '../../words/states.ts'
import { Refusal } from '../overview/refusal.tsx'

const columns: readonly Column<ValueAnswer>[] = [
  { head: NUM.indicator, names: true, cell: (value) => <Name value={value} /> },
  { head: NUM.numerator, numeric: true, cell: ({ numerator }) => <Known text={amount(numerator)} /> },
  { head: NUM.denominator, numeric: true, cell: ({ denominator }) => <Known text={amount(denominator)} /> },
  {
    head: NUM.value,
    numeric: true,
    cell: ({ indicator, value }) => (
      <b>
        <Known text={valueText(indicator, value)} />
      </b>
    ),
  },
  { head: NUM.measure, cell: ({ indicator }) => <Measure of={indicator.unitOfMeasure} /> },
  { head: NUM.period, cell: ({ period }) => <span className="period">{periodText(period)}</span> },
  {
    head: NUM.state,
    cell: ({ state, flags }) => (
      <>
        <StateMark shown={VALUE_SHOWN[state]} /> <Flags flags={flags} />
      </>
    ),
  },
]

/** Every indicator there is, of the chosen scope and period. */
export default function Indicators() {
  const { ask } = useChosen()
  const { words, set } = useAddress()
  const say = useWords()
  const polled = usePoll<ValuesAnswer>(`/v1/indicators?${ask()}`, 15_000)
  const sought = words.get('find') ?? ''
  const groups = useMemo(() => {
    const wanted = plain(sought)
    const mine = (polled.data?.values ?? []).filter(({ indicator }) =>
      plain(`${indicator.id} ${indicator.title.vi} ${indicator.title.en}`).includes(wanted),
    )
    return [...Map.groupBy(mine, ({ indicator }) => indicator.group)]
  }, [polled.data, sought])
  return (
    <>
      <ContextBar />
      <Refusal polled={polled} />
      <Panel id="indicators" title={NUM.indicators} hint={NUM.indicatorsHint} polled={polled}>
        <input
          type="search"
          className="field"
          aria-label={say(NUM.search)}
          placeholder={say(NUM.search)}
          value={sought}
          onChange={({ target }) => set({ find: target.value || null })}
        />
        {polled.data && groups.length === 0 && <p className="empty">{say(NUM.nothingFound)}</p>}
        {groups.map(([group, values]) => (
          <details key={group} className="figure-group" open={sought !== '' || OPEN.has(group)}>
            <summary>
              <h3>{say(wordsFor(GROUPS, group))}</h3> <span className="count">{count(values.length)}</span>
            </summary>
            <Table
              label={say(wordsFor(GROUPS, group))}
              columns={columns}
              rows={values}
              rowKey={({ indicator, period, flags }) =>
                `${indicator.id} ${period.from} ${period.to} ${flags.includes('estimate')}`
              }
            />
          </details>
        ))}
      </Panel>
    </>
  )
}

/** What is looked at every day begins open. */
const OPEN = new Set(['dossier', 'feedback', 'satisfaction'])

/** For finding: without case and without marks, so that "ho so" finds "hồ sơ". */
const plain = (text: string) =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase()

function Name({ value: { indicator } }: { value: ValueAnswer }) {
  const { to } = useAddress()
  const say = useWords()
  return (
    <>
      <Link className="title" href={to(`/indicators/${indicator.id}`)}>
        {say(indicator.title)}
      </Link>
      <code className="beside">{indicator.id}</code>
    </>
  )
}

function Measure({ of }: { of: string }) {
  const say = useWords()
  return say(measureWords(of))
}
