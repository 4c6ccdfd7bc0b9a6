import { useState } from 'react'
import type { DeadLetterCounts, DeadLetterRow, DeadLettersAnswer } from '../api/answers.ts'
import { usePoll } from '../api/poll.ts'
import { instant } from '../format.ts'
import { useWords } from '../view.tsx'
import { DEAD, DEAD_LETTER_SHOWN } from '../words/dead-letters.ts'
import { SAY } from '../words/page.ts'
import { DeadLetterDialog } from './dead-letter-dialog.tsx'
import { DeadLetterFilter, type Filter, NO_FILTER } from './dead-letter-filter.tsx'
import { Known, Panel } from './panel.tsx'
import { ReplayTogether } from './replay-together.tsx'
import { StateMark } from './state-mark.tsx'
import { type Column, Table } from './table.tsx'

const ROWS = 8

const positionOf = (row: DeadLetterRow) => `${row.topic}/${row.partition}/${row.offset}`

const pathOf = (filter: Filter, before: string | undefined) => {
  const asked = new URLSearchParams({ limit: String(ROWS) })
  for (const [name, value] of Object.entries(filter)) if (value) asked.set(name, value)
  if (before) asked.set('before', before)
  return `/v1/dead-letters?${asked}`
}

/** What was rejected: how many by reason, and each one, without its content; an operator opens one to mend and replay it. */
export function DeadLetters() {
  const [filter, setFilter] = useState(NO_FILTER)
  const [before, setBefore] = useState<string>()
  const [opened, setOpened] = useState<string | null>(null)
  const [together, setTogether] = useState(false)
  const counts = usePoll<DeadLetterCounts>('/v1/dead-letters/summary', 5_000)
  const page = usePoll<DeadLettersAnswer>(pathOf(filter, before), 5_000)
  const say = useWords()
  const rows = page.data?.deadLetters ?? []
  const columns: readonly Column<DeadLetterRow>[] = [
    { head: SAY.reason, names: true, cell: ({ reasons }) => <Texts of={reasons.map(({ code }) => code)} /> },
    { head: SAY.path, cell: ({ reasons }) => <Texts of={reasons.map(({ path }) => path || '—')} /> },
    { head: DEAD.state, cell: ({ state }) => <StateMark shown={DEAD_LETTER_SHOWN[state]} /> },
    { head: SAY.position, cell: (row) => <code>{positionOf(row)}</code> },
    { head: SAY.source, cell: ({ source }) => <Known text={source ?? '—'} /> },
    { head: SAY.when, numeric: true, cell: ({ appendedAt }) => instant(appendedAt) },
    {
      head: DEAD.details,
      cell: (row) => (
        <button type="button" className="button small" onClick={() => setOpened(positionOf(row))}>
          {say(DEAD.details)}
          <span className="hidden"> {positionOf(row)}</span>
        </button>
      ),
    },
  ]
  return (
    <Panel id="dead-letters" title={SAY.deadLetters} hint={SAY.deadLettersHint} polled={page}>
      {counts.data && counts.data.records > 0 && (
        <DeadLetterFilter
          counts={counts.data}
          filter={filter}
          choose={(change) => {
            setFilter({ ...filter, ...change })
            setBefore(undefined)
          }}
        />
      )}
      {filter.reason && !filter.state && rows.length > 0 && (
        <p>
          <button type="button" className="button small" onClick={() => setTogether(true)}>
            {say(DEAD.sendTogether)}
          </button>
        </p>
      )}
      {page.data && rows.length === 0 && (
        <p className="empty">{say(filter === NO_FILTER ? SAY.noDeadLetters : DEAD.noMatch)}</p>
      )}
      {rows.length > 0 && (
        <Table label={say(SAY.deadLetters)} columns={columns} rows={rows} rowKey={positionOf} />
      )}
      {(before || page.data?.next) && (
        <p className="paging">
          <button
            type="button"
            className="button small"
            disabled={!before}
            onClick={() => setBefore(undefined)}
          >
            {say(DEAD.newest)}
          </button>
          <button
            type="button"
            className="button small"
            disabled={!page.data?.next}
            onClick={() => setBefore(page.data?.next ?? undefined)}
          >
            {say(DEAD.older)}
          </button>
        </p>
      )}
      {opened && <DeadLetterDialog key={opened} position={opened} close={() => setOpened(null)} />}
      {together && (
        <ReplayTogether reason={filter.reason} source={filter.source} close={() => setTogether(false)} />
      )}
    </Panel>
  )
}

function Texts({ of }: { of: readonly string[] }) {
  const shown = [...new Set(of)]
  return (
    <>
      {shown.slice(0, 3).map((text) => (
        <code key={text} className="line">
          {text}
        </code>
      ))}
      {shown.length > 3 && <span className="beside">+{shown.length - 3}</span>}
    </>
  )
}
