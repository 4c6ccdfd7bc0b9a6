import type { TracedEvent } from '../api/numbers.ts'
import { useWords } from '../view.tsx'
import { NUM } from '../words/numbers.ts'
import { type Column, Table } from './table.tsx'

const columns: readonly Column<TracedEvent>[] = [
  { head: NUM.subject, names: true, cell: ({ subject }) => <code>{subject}</code> },
  { head: NUM.source, cell: ({ event_source }) => event_source },
  {
    head: NUM.position,
    cell: ({ topic, partition, offset }) => <code>{`${topic}/${partition}/${offset}`}</code>,
  },
  { head: NUM.details, cell: (event) => <Details event={event} /> },
]

/** The events behind half of a number: whose, from where, where in the log, and what of them may be shown. */
export function EventTable({ events }: { events: readonly TracedEvent[] }) {
  const say = useWords()
  return (
    <Table
      label={say(NUM.events)}
      columns={columns}
      rows={events}
      rowKey={({ topic, partition, offset }) => `${topic} ${partition} ${offset}`}
    />
  )
}

/** What every event has; the rest of a row are the columns of its own kind. */
const COMMON = new Set(['topic', 'partition', 'offset', 'event_source', 'event_id', 'subject'])

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
