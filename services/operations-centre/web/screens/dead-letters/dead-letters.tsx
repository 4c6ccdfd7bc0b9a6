import { useEffect, useState } from 'react'
import { useAddress } from '../../address.ts'
import type { DeadLetterCounts, DeadLetterRow, DeadLettersAnswer } from '../../api/answers.ts'
import { askedOf, type Filter, filterIn, isFiltered, summaryPathOf } from '../../api/dead-letter-filter.ts'
import { useOperator } from '../../api/operator.ts'
import { newestPage, type Pages } from '../../api/pages.ts'
import { useLast, usePoll } from '../../api/poll.ts'
import { instant } from '../../format.ts'
import { OperatorKey } from '../../parts/operator-key.tsx'
import { Known, Panel } from '../../parts/panel.tsx'
import { ReasonCode } from '../../parts/reasons.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { DEAD, DEAD_LETTER_SHOWN } from '../../words/dead-letters.ts'
import { SAY } from '../../words/page.ts'
import { DeadLetterDialog } from './dead-letter-dialog.tsx'
import { DeadLetterFilter } from './dead-letter-filter.tsx'
import { Paging, ROWS } from './paging.tsx'
import { ReplayTogether } from './replay-together.tsx'

const positionOf = (row: DeadLetterRow) => `${row.topic}/${row.partition}/${row.offset}`

const pathOf = (filter: Filter, before: string | undefined) =>
  `/v1/dead-letters?${new URLSearchParams({ limit: String(ROWS), ...askedOf(filter), ...(before && { before }) })}`

/** What was rejected: how many by reason, and each one, without its content; an operator opens one to mend and replay it. */
export default function DeadLetters() {
  const { words, set } = useAddress()
  const filter = filterIn(words)
  const [pages, setPages] = useState<Pages>(newestPage)
  const before = pages.at(-1)
  const opened = words.get('opened')
  const setOpened = (opened: string | null) => set({ opened }, { step: opened !== null })
  const [together, setTogether] = useState(false)
  const [again, setAgain] = useState(0)
  const [operator, setOperator] = useOperator()
  const askAgain = () => setAgain((now) => now + 1)
  const counts = useLast(usePoll<DeadLetterCounts>(summaryPathOf(filter), 5_000, { again }).data)
  // To look for a unit opens what is sealed, and every asking is recorded: it takes the key, and is done once.
  const keyMissing = filter.unit !== '' && operator === null
  const page = usePoll<DeadLettersAnswer>(
    keyMissing ? null : pathOf(filter, before),
    filter.unit ? null : 5_000,
    { again, operator: filter.unit ? operator : null },
  )
  const [keyRefused, setKeyRefused] = useState(false)
  useEffect(() => {
    if (!page.denied) return
    setKeyRefused(true)
    setOperator(null)
  }, [page.denied, setOperator])
  const say = useWords()
  const rows = page.data?.deadLetters ?? []
  const isAsking = !keyMissing && !page.data && !page.failing
  const columns: readonly Column<DeadLetterRow>[] = [
    { head: SAY.reason, names: true, cell: ({ reasons }) => <Codes of={reasons.map(({ code }) => code)} /> },
    { head: SAY.path, cell: ({ reasons }) => <Texts of={reasons.map(({ path }) => path || '—')} /> },
    { head: DEAD.state, cell: ({ state }) => <StateMark shown={DEAD_LETTER_SHOWN[state]} /> },
    { head: SAY.position, cell: (row) => <code>{positionOf(row)}</code> },
    { head: SAY.source, cell: ({ source }) => <Known text={source ?? '—'} /> },
    { head: SAY.when, numeric: true, cell: ({ appendedAt }) => instant(appendedAt) },
    {
      head: DEAD.details,
      acts: true,
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
      {counts && (counts.records > 0 || isFiltered(filter)) && (
        <DeadLetterFilter
          counts={counts}
          filter={filter}
          again={askAgain}
          choose={(change) => {
            set(Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value || null])))
            setPages(newestPage)
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
      {keyMissing && <OperatorKey use={setOperator} refused={keyRefused} />}
      {isAsking && (
        <p className="empty" role="status">
          {say(DEAD.asking)}
        </p>
      )}
      {page.data && rows.length === 0 && (
        <p className="empty">{say(isFiltered(filter) ? DEAD.noMatch : SAY.noDeadLetters)}</p>
      )}
      {/* While the next page is asked for the table stays, empty: with it the keyboard would lose its place. */}
      {(rows.length > 0 || isAsking) && (
        <Table label={say(SAY.deadLetters)} columns={columns} rows={rows} rowKey={positionOf} />
      )}
      {(before || page.data?.next || isAsking) && (
        <Paging
          pages={pages}
          rows={page.data ? rows.length : null}
          records={filter.unit ? null : (counts?.records ?? null)}
          next={page.data?.next ?? null}
          go={setPages}
        />
      )}
      {opened && (
        <DeadLetterDialog
          key={opened}
          position={opened}
          close={() => {
            setOpened(null)
            askAgain()
          }}
        />
      )}
      {together && (
        <ReplayTogether
          filter={filter}
          close={() => {
            setTogether(false)
            askAgain()
          }}
        />
      )}
    </Panel>
  )
}

function Codes({ of }: { of: readonly string[] }) {
  const shown = [...new Set(of)]
  return (
    <>
      {shown.slice(0, 3).map((code) => (
        <span key={code} className="line">
          <ReasonCode code={code} />
        </span>
      ))}
      {shown.length > 3 && <span className="beside">+{shown.length - 3}</span>}
    </>
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
