import type { SnapshotAnswer } from '../../api/answers.ts'
import { count, DASH, instant } from '../../format.ts'
import { Known } from '../../parts/panel.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { answerWords } from '../../words/deliveries.ts'
import { wordsFor } from '../../words/events.ts'
import { OUTCOMES, SNAP } from '../../words/snapshots.ts'

type Delivery = SnapshotAnswer['deliveries'][number]

const columns: readonly Column<Delivery>[] = [
  { head: SNAP.at, names: true, cell: ({ at }) => instant(at) },
  { head: SNAP.receiver, cell: ({ receiver }) => <Known text={receiver || DASH} /> },
  { head: SNAP.outcome, cell: (delivery) => <Outcome delivery={delivery} /> },
  {
    head: SNAP.http,
    numeric: true,
    cell: ({ httpStatus }) => <Known text={httpStatus === null ? DASH : String(httpStatus)} />,
  },
  { head: SNAP.took, numeric: true, cell: ({ durationMs }) => `${count(durationMs)} ms` },
  { head: SNAP.detail, cell: (delivery) => <Detail delivery={delivery} /> },
]

/** Every attempt to bring it to the national IOC, and what was answered. */
export function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  const say = useWords()
  if (deliveries.length === 0) return <p className="hint">{say(SNAP.noAttempts)}</p>
  return <Table label={say(SNAP.attempts)} columns={columns} rows={deliveries} rowKey={({ at }) => at} />
}

function Outcome({ delivery: { outcome } }: { delivery: Delivery }) {
  const say = useWords()
  return say(wordsFor(OUTCOMES, outcome))
}

/** What it was and what to do about it; below, what exactly was found, as the publisher wrote it down for every language: in English. */
function Detail({ delivery: { code, detail, receipt, askedBy, askedWhy } }: { delivery: Delivery }) {
  const say = useWords()
  const said = answerWords(code)
  return (
    <>
      {askedBy && `${askedBy}: ${askedWhy}`}
      {said && <p className="delivery-said">{say(said)}</p>}
      {detail && <small lang="en">{detail}</small>}
      {receipt && (
        <details>
          <summary>{say(SNAP.receipt)}</summary>
          <code className="receipt">{receipt}</code>
        </details>
      )}
      {!askedBy && !said && !detail && !receipt && <Known text={DASH} />}
    </>
  )
}
