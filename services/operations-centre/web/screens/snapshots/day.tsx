import { useEffect, useRef, useState } from 'react'
import type { Cell } from '../../../snapshots/calendar.ts'
import { useAddress } from '../../address.ts'
import type { ChangesAnswer, SnapshotAnswer } from '../../api/answers.ts'
import { useOperator } from '../../api/operator.ts'
import { usePoll } from '../../api/poll.ts'
import { calendarDay, count, filled, instant } from '../../format.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useView, useWords } from '../../view.tsx'
import { GROUPS, wordsFor } from '../../words/events.ts'
import { SAY } from '../../words/page.ts'
import { CELL_SHOWN, REASONS, SNAP } from '../../words/snapshots.ts'
import { Refusal } from '../overview/refusal.tsx'
import { Actions } from './actions.tsx'
import { AllValues } from './all-values.tsx'
import { Deliveries } from './deliveries.tsx'
import type { DayOfGroup } from './place.ts'
import type { Place } from './value/address.ts'
import { ChangesTable } from './values.tsx'
import { Verification } from './verification.tsx'

/** The one reason whose text no person wrote. */
const LATE_EVENTS = 'late-events'

type DayProps = { day: DayOfGroup; cell: Cell | null; changed(): void }

/** One day of one group, opened: its revisions, and of one of them everything that is known. */
export function Day({ day, cell, changed }: DayProps) {
  const { words, set } = useAddress()
  const say = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  const name = `${day.group}/${day.date}`
  // Another day was opened: what reads aloud goes there.
  useEffect(() => heading.current?.focus(), [name])
  const asked = Number(words.get('revision'))
  const newest = cell?.revision ?? null
  const revision = Number.isInteger(asked) && asked > 0 ? asked : newest
  const [again, setAgain] = useState(0)
  const done = () => {
    setAgain((now) => now + 1)
    changed()
  }
  return (
    <section className="snapshot-day" aria-labelledby="snapshot-day-title">
      <header className="panel-head">
        <h3 id="snapshot-day-title" ref={heading} tabIndex={-1}>
          {say(wordsFor(GROUPS, day.group))}, {calendarDay(day.date)}
        </h3>
        {cell && <StateMark shown={CELL_SHOWN[cell.state]} />}
        <button
          type="button"
          className="button"
          onClick={() => set({ day: null, revision: null, unit: null, indicator: null, skip: null })}
        >
          {say(SNAP.close)}
        </button>
      </header>
      <Actions day={day} revision={revision} done={done} />
      {revision === null ? (
        <p className="empty">{say(SNAP.nothingYet)}</p>
      ) : (
        <Revision key={`${name}/${revision}`} day={day} revision={revision} again={again} />
      )}
    </section>
  )
}

type RevisionProps = { day: DayOfGroup; revision: number; again: number }

function Revision({ day: { group, date }, revision, again }: RevisionProps) {
  const say = useWords()
  const [operator] = useOperator()
  const address = `/v1/snapshots/${group}/${date}/${revision}`
  const polled = usePoll<SnapshotAnswer>(address, 5_000, { operator, again })
  const { data } = polled
  const { data: changes } = usePoll<ChangesAnswer>(`${address}/changes?limit=1000`, 30_000)
  if (polled.refusal) return <Refusal polled={polled} />
  if (!data) return <p className="empty">{say(SAY.notYet)}</p>
  return (
    <>
      <h4>{say(SNAP.revisions)}</h4>
      <Revisions about={data} />
      <About about={data} changes={changes} />
      <div className="deeds">
        <a className="button" href={`/v1/snapshots/${group}/${date}?revision=${revision}`}>
          {say(SNAP.file)}
        </a>
        <Verification address={address} />
      </div>
      <h4>{say(SNAP.attempts)}</h4>
      <Deliveries deliveries={data.deliveries} />
      <h4>{say(SNAP.changes)}</h4>
      {changes && <Changes changes={changes} place={{ group, date, revision }} />}
      <AllValues place={{ group, date, revision }} />
    </>
  )
}

const revisionColumns = (
  open: (revision: number) => void,
  shown: number,
  standing: number | null,
): readonly Column<SnapshotAnswer['revisions'][number]>[] => [
  {
    head: SNAP.revision,
    names: true,
    cell: ({ revision }) => (
      <button
        type="button"
        className="button small"
        aria-pressed={revision === shown}
        onClick={() => open(revision)}
      >
        {revision}
      </button>
    ),
  },
  { head: SNAP.published, numeric: true, cell: ({ publishedAt }) => instant(publishedAt) },
  {
    head: SNAP.state,
    cell: ({ revision, state }) => (
      <>
        <StateMark shown={CELL_SHOWN[state]} /> {revision === standing && <Standing />}
      </>
    ),
  },
  { head: SNAP.attempts, numeric: true, cell: ({ attempts }) => count(attempts) },
]

/** Of several accepted revisions the newest is what the national system goes by. */
function Standing() {
  const say = useWords()
  return <em className="tag">{say(SNAP.standing)}</em>
}

function Revisions({ about }: { about: SnapshotAnswer }) {
  const { set } = useAddress()
  const say = useWords()
  const open = (revision: number) => set({ revision: String(revision), skip: null })
  const accepted = about.revisions.filter(({ state }) => state === 'published' || state === 'revised')
  const standing = accepted.length === 0 ? null : Math.max(...accepted.map(({ revision }) => revision))
  return (
    <Table
      label={say(SNAP.revisions)}
      columns={revisionColumns(open, about.revision, standing)}
      rows={about.revisions}
      rowKey={({ revision }) => String(revision)}
    />
  )
}

type AboutProps = { about: SnapshotAnswer; changes: ChangesAnswer | null }

function About({ about, changes }: AboutProps) {
  const say = useWords()
  const { reason, cut } = about
  return (
    <dl className="about">
      <dt>{say(SNAP.reason)}</dt>
      <dd>
        {say(wordsFor(REASONS, reason.code))}
        <ReasonText reason={reason} changes={changes} />
      </dd>
      <dt>{say(SNAP.digest)}</dt>
      <dd>
        <code>{about.digest}</code>
      </dd>
      <dt>{say(SNAP.values)}</dt>
      <dd>{count(about.values)}</dd>
      <dt>{say(SNAP.size)}</dt>
      <dd>{count(about.bytes)} byte</dd>
      <dt>{say(SNAP.records)}</dt>
      <dd>{count(cut.records)}</dd>
      <dt>{say(SNAP.catalogue)}</dt>
      <dd>
        <code>{cut.catalogueVersion}</code>
      </dd>
      <dt>{say(SNAP.rules)}</dt>
      <dd>
        <code>{cut.indicatorsVersion}</code>
      </dd>
    </dl>
  )
}

/** A person's own words; what the publisher wrote by itself is English and signed so: on a Vietnamese page its numbers are said. */
function ReasonText({
  reason,
  changes,
}: {
  reason: SnapshotAnswer['reason']
  changes: ChangesAnswer | null
}) {
  const { language } = useView()
  const say = useWords()
  if (reason.code !== LATE_EVENTS || language === 'en') return reason.text && `: ${reason.text}`
  if (!changes?.from) return null
  const { total, from } = changes
  return `: ${filled(say(SNAP.lateChanged), { n: count(total), from: count(from.revision) })}`
}

type ChangesProps = { changes: ChangesAnswer; place: Place }

function Changes({ changes: { from, total, cells, rules }, place }: ChangesProps) {
  const say = useWords()
  if (from === null) return <p className="hint">{say(SNAP.firstRevision)}</p>
  return (
    <>
      {rules && <p data-tone="warn">{say(SNAP.otherRules)}</p>}
      <p className="hint">
        {total === 0
          ? say(SNAP.noChanges)
          : filled(say(SNAP.ofAll), { n: count(cells.length), all: count(total) })}
      </p>
      {total > 0 && (
        <div className="changes">
          <ChangesTable cells={cells} from={{ ...place, revision: from.revision }} to={place} />
        </div>
      )}
    </>
  )
}
