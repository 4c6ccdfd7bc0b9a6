import type { DeadLetterRow, DeadLettersAnswer, ReasonsAnswer } from '../api/answers.ts'
import { usePoll } from '../api/poll.ts'
import { count, instant } from '../format.ts'
import { useWords } from '../view.tsx'
import { SAY } from '../words/page.ts'
import { Known, Panel } from './panel.tsx'
import { type Column, Table } from './table.tsx'

const columns: readonly Column<DeadLetterRow>[] = [
  { head: SAY.reason, names: true, cell: ({ reasons }) => <Reasons of={reasons.map(({ code }) => code)} /> },
  { head: SAY.path, cell: ({ reasons }) => <Reasons of={reasons.map(({ path }) => path || '—')} /> },
  { head: SAY.position, cell: (row) => <code>{`${row.topic}/${row.partition}/${row.offset}`}</code> },
  { head: SAY.source, cell: ({ source }) => <Known text={source ?? '—'} /> },
  { head: SAY.when, numeric: true, cell: ({ appendedAt }) => instant(appendedAt) },
]

/** What was rejected: how many by reason, and the newest, without their content. */
export function DeadLetters() {
  const summary = usePoll<ReasonsAnswer>('/v1/dead-letters/summary', 5_000)
  const newest = usePoll<DeadLettersAnswer>('/v1/dead-letters?limit=8', 5_000)
  const say = useWords()
  const reasons = summary.data?.reasons ?? []
  return (
    <Panel id="dead-letters" title={SAY.deadLetters} hint={SAY.deadLettersHint} polled={newest}>
      {newest.data && newest.data.deadLetters.length === 0 && (
        <p className="empty">{say(SAY.noDeadLetters)}</p>
      )}
      {reasons.length > 0 && (
        <ul className="reasons" aria-label={say(SAY.byReason)}>
          {reasons.map(({ code, records }) => (
            <li key={code}>
              <code>{code}</code> <b>{count(records)}</b>
            </li>
          ))}
        </ul>
      )}
      {newest.data && newest.data.deadLetters.length > 0 && (
        <Table
          label={say(SAY.deadLetters)}
          columns={columns}
          rows={newest.data.deadLetters}
          rowKey={(row) => `${row.topic}/${row.partition}/${row.offset}`}
        />
      )}
    </Panel>
  )
}

function Reasons({ of }: { of: readonly string[] }) {
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
