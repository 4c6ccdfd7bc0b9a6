import { useState } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../address.ts'
import type { TraceAnswer, TracedEvent } from '../../api/numbers.ts'
import { usePoll } from '../../api/poll.ts'
import { useChosen } from '../../chosen.ts'
import { amount } from '../../format.ts'
import { periodText, valueText } from '../../number-text.ts'
import { Choice } from '../../parts/choice.tsx'
import { Known, Panel } from '../../parts/panel.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { NUM } from '../../words/numbers.ts'

const PAGE = 20

/** A number down to its events: the query that gives both halves, and who was counted in either. */
export function TakenApart({ id, value }: { id: string; value: TraceAnswer }) {
  const say = useWords()
  return (
    <Panel id="taken-apart" title={NUM.takenApart}>
      {value.components ? <Components components={value.components} /> : <Sql sql={value.sql} />}
      {value.sql !== null && <Events id={id} hasDenominator={value.denominator !== null} />}
      {value.sql === null && !value.components && <p className="empty">{say(NUM.noEvents)}</p>}
    </Panel>
  )
}

function Sql({ sql }: { sql: string | null }) {
  const say = useWords()
  const [copied, setCopied] = useState(false)
  if (sql === null) return null
  return (
    <details className="sql">
      <summary>{say(NUM.sql)}</summary>
      <button
        type="button"
        className="button small"
        onClick={() =>
          navigator.clipboard.writeText(sql).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {say(copied ? NUM.copied : NUM.copySql)}
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{sql}</pre>
    </details>
  )
}

/** What every event has; the rest of a row are the columns of its own kind. */
const COMMON = new Set(['topic', 'partition', 'offset', 'event_source', 'event_id', 'subject'])

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
  const columns: readonly Column<TracedEvent>[] = [
    { head: NUM.subject, names: true, cell: ({ subject }) => <code>{subject}</code> },
    { head: NUM.source, cell: ({ event_source }) => event_source },
    {
      head: NUM.position,
      cell: ({ topic, partition, offset }) => <code>{`${topic}/${partition}/${offset}`}</code>,
    },
    { head: NUM.details, cell: (event) => <Details event={event} /> },
  ]
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
      {events.length > 0 && (
        <Table
          label={say(NUM.events)}
          columns={columns}
          rows={events}
          rowKey={({ topic, partition, offset }) => `${topic} ${partition} ${offset}`}
        />
      )}
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

function Details({ event }: { event: TracedEvent }) {
  const shown = Object.entries(event).filter(([name, value]) => !COMMON.has(name) && value !== null)
  return (
    <span className="event-details">
      {shown.map(([name, value]) => (
        <span key={name}>
          <i>{name}</i> {String(value)}
        </span>
      ))}
    </span>
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
