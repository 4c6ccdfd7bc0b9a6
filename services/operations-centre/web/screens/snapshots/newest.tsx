import { useState } from 'react'
import type { SnapshotsAnswer } from '../../api/answers.ts'
import { usePoll } from '../../api/poll.ts'
import { calendarDay, count } from '../../format.ts'
import { Panel } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { GROUPS, wordsFor } from '../../words/events.ts'
import { SAY } from '../../words/page.ts'
import { SNAP } from '../../words/snapshots.ts'
import { RECEIPT_SHOWN } from '../../words/states.ts'

type Row = SnapshotsAnswer['snapshots'][number]

const columns: readonly Column<Row>[] = [
  { head: SAY.group, names: true, cell: (row) => <Group row={row} /> },
  { head: SAY.date, numeric: true, cell: ({ date }) => calendarDay(date) },
  { head: SAY.revision, numeric: true, cell: ({ revision }) => count(revision) },
  { head: SAY.digest, cell: ({ digest }) => <Digest digest={digest} /> },
  { head: SAY.receipt, cell: ({ receipt }) => <StateMark shown={RECEIPT_SHOWN[receipt]} /> },
]

/** What was signed and sent, and what the national IOC said. */
export function Newest() {
  const polled = usePoll<SnapshotsAnswer>('/v1/snapshots?order=newest&limit=20', 5_000)
  const say = useWords()
  const rows = polled.data?.snapshots ?? []
  return (
    <Panel id="snapshots" title={SNAP.newestList} polled={polled}>
      {polled.data && rows.length === 0 && <p className="empty">{say(SAY.noSnapshots)}</p>}
      {rows.length > 0 && (
        <Table
          label={say(SAY.snapshots)}
          columns={columns}
          rows={rows}
          rowKey={({ group, date, revision }) => `${group}/${date}/${revision}`}
        />
      )}
    </Panel>
  )
}

function Group({ row }: { row: Row }) {
  const say = useWords()
  const address = `/v1/snapshots/${row.group}/${row.date}?revision=${row.revision}`
  return (
    <a href={address} title={say(SAY.open)}>
      {say(wordsFor(GROUPS, row.group))}
    </a>
  )
}

type Copying = 'not-yet' | 'copied' | 'failed'
const COPY_WORDS: Record<Copying, (typeof SAY)['copy' | 'copied' | 'copyFailed']> = {
  'not-yet': SAY.copy,
  copied: SAY.copied,
  failed: SAY.copyFailed,
}

/** The first digits for the eye, the whole for the clipboard. */
function Digest({ digest }: { digest: string }) {
  const say = useWords()
  const [copying, setCopying] = useState<Copying>('not-yet')
  const copy = () =>
    navigator.clipboard.writeText(digest).then(
      () => setCopying('copied'),
      () => setCopying('failed'),
    )
  return (
    <span className="digest">
      <code title={digest}>{digest.replace(/^sha-256:/, '').slice(0, 8)}…</code>
      <button
        type="button"
        className="button small"
        onClick={copy}
        aria-label={`${say(COPY_WORDS[copying])} ${digest.slice(0, 20)}`}
      >
        {say(COPY_WORDS[copying])}
      </button>
    </span>
  )
}
