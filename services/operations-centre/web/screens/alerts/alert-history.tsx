import { useState } from 'react'
import type { AlertNames } from '../../../routes/alert-rules.ts'
import type { AlertsAnswer } from '../../../routes/alerts.ts'
import { usePoll } from '../../api/poll.ts'
import { instant } from '../../format.ts'
import { Known, Panel } from '../../parts/panel.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { ALERT, END_WORDS } from '../../words/alerts.ts'
import { SeenNow, Subject } from './open-alerts.tsx'

type Alert = AlertsAnswer['alerts'][number]

const STEP = 20
const MOST = 500

/** What fired and is over, the newest beginning first. */
export function AlertHistory({ names, again }: { names: AlertNames | null; again: number }) {
  const [limit, setLimit] = useState(STEP)
  const polled = usePoll<AlertsAnswer>(`/v1/alerts?state=resolved&limit=${limit}`, 10_000, { again })
  const say = useWords()
  return (
    <Panel id="alert-history" title={ALERT.history} polled={polled}>
      {polled.data?.alerts.length === 0 ? (
        <p className="empty">{say(ALERT.noHistory)}</p>
      ) : (
        <Table
          label={say(ALERT.history)}
          columns={columnsFor(names)}
          rows={polled.data?.alerts ?? []}
          rowKey={({ id }) => id}
        />
      )}
      {polled.data?.next && limit < MOST && (
        <div className="paging">
          <button
            type="button"
            className="button"
            onClick={() => setLimit((now) => Math.min(MOST, now + 4 * STEP))}
          >
            {say(ALERT.more)}
          </button>
        </div>
      )}
    </Panel>
  )
}

const columnsFor = (names: AlertNames | null): readonly Column<Alert>[] => [
  { head: ALERT.alert, names: true, cell: (alert) => <Name alert={alert} names={names} /> },
  { head: ALERT.since, numeric: true, cell: ({ firingAt }) => <Known text={instant(firingAt)} /> },
  { head: ALERT.ended, numeric: true, cell: ({ resolvedAt }) => <Known text={instant(resolvedAt)} /> },
  {
    head: ALERT.seen,
    numeric: true,
    cell: ({ seen, rule }) => <SeenNow seen={seen} about={rule.about} names={names} />,
  },
  { head: ALERT.end, cell: (alert) => <End alert={alert} /> },
  { head: ALERT.acknowledgedBy, cell: (alert) => <By alert={alert} /> },
]

function Name({ alert: { rule, subject }, names }: { alert: Alert; names: AlertNames | null }) {
  const say = useWords()
  return (
    <>
      <span className="title">{rule.title ? say(rule.title) : rule.id}</span>
      <span className="beside">
        <Subject about={rule.about} subject={subject} names={names} />
      </span>
    </>
  )
}

function End({ alert: { end } }: { alert: Alert }) {
  const say = useWords()
  return <Known text={end ? say(END_WORDS[end]) : '—'} />
}

function By({ alert: { operator, word } }: { alert: Alert }) {
  if (!operator) return <Known text="—" />
  return (
    <>
      {operator}
      {word && <span className="beside">{word}</span>}
    </>
  )
}
