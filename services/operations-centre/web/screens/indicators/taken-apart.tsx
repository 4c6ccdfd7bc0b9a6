import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import type { TraceAnswer } from '../../api/numbers.ts'
import { usePoll } from '../../api/poll.ts'
import { useChosen } from '../../chosen.ts'
import { amount } from '../../format.ts'
import { periodText, valueText } from '../../number-text.ts'
import { Choice } from '../../parts/choice.tsx'
import { EventTable } from '../../parts/event-table.tsx'
import { Known, Panel } from '../../parts/panel.tsx'
import { Sql } from '../../parts/sql.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { NUM } from '../../words/numbers.ts'

const PAGE = 20

/** A number down to its events: the query that gives both halves, and who was counted in either. */
export function TakenApart({ id, value }: { id: string; value: TraceAnswer }) {
  const say = useWords()
  return (
    <Panel id="taken-apart" title={NUM.takenApart}>
      {value.components ? (
        <Components components={value.components} />
      ) : (
        value.sql !== null && <Sql sql={value.sql} title={NUM.sql} />
      )}
      {value.sql !== null && <Events id={id} hasDenominator={value.denominator !== null} />}
      {value.sql === null && !value.components && <p className="empty">{say(NUM.noEvents)}</p>}
    </Panel>
  )
}

function Events({ id, hasDenominator }: { id: string; hasDenominator: boolean }) {
  const { ask } = useChosen()
  const { words, set } = useAddress()
  const say = useWords()
  const half = hasDenominator && words.get('half') === 'denominator' ? 'denominator' : 'numerator'
  const after = words.get('after')
  const polled = usePoll<TraceAnswer>(
    `/v1/indicators/${encodeURIComponent(id)}/trace?${ask({ half, limit: String(PAGE), ...(after ? { after } : {}) })}`,
    null,
  )
  const events = polled.data?.events ?? []
  const next = polled.data?.next ?? null
  return (
    <div className="events">
      <h3>{say(NUM.events)}</h3>
      {hasDenominator && (
        <Choice
          label={say(NUM.events)}
          options={[
            { value: 'numerator', text: say(NUM.numerator) },
            { value: 'denominator', text: say(NUM.denominator) },
          ]}
          chosen={half}
          choose={(value) => set({ half: value, after: null })}
        />
      )}
      {!polled.data && !polled.refusal && (
        <p className="empty" role="status">
          {say(NUM.counting)}
        </p>
      )}
      {polled.data && events.length === 0 && <p className="empty">{say(NUM.noEvents)}</p>}
      {events.length > 0 && <EventTable events={events} />}
      <p className="paging">
        {after && (
          <button type="button" className="button small" onClick={() => set({ after: null })}>
            {say(NUM.first)}
          </button>
        )}
        {next && (
          <button type="button" className="button small" onClick={() => set({ after: next }, { step: true })}>
            {say(NUM.more)}
          </button>
        )}
      </p>
    </div>
  )
}

type Component = NonNullable<TraceAnswer['components']>[number]

/** A score has no query of its own: each of its components has. */
function Components({ components }: { components: readonly Component[] }) {
  const { to } = useAddress()
  const say = useWords()
  const columns: readonly Column<Component>[] = [
    {
      head: NUM.indicator,
      names: true,
      cell: ({ indicator, scope }) => (
        <Link href={to(`/indicators/${indicator.id}`, { scope: scope.key })}>{say(indicator.title)}</Link>
      ),
    },
    { head: NUM.numerator, numeric: true, cell: ({ numerator }) => <Known text={amount(numerator)} /> },
    { head: NUM.denominator, numeric: true, cell: ({ denominator }) => <Known text={amount(denominator)} /> },
    {
      head: NUM.value,
      numeric: true,
      cell: ({ indicator, value }) => <Known text={valueText(indicator, value)} />,
    },
    { head: NUM.period, cell: ({ period }) => <Known text={period ? periodText(period) : '—'} /> },
  ]
  return (
    <>
      <h3>{say(NUM.components)}</h3>
      <Table
        label={say(NUM.components)}
        columns={columns}
        rows={components}
        rowKey={({ indicator, scope }) => `${indicator.id} ${scope.key}`}
      />
    </>
  )
}
