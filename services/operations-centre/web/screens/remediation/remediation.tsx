import type { RemediationAnswer, RemediationCriterion, RemedyRow } from '../../api/answers.ts'
import { usePoll } from '../../api/poll.ts'
import { amount, calendarDay } from '../../format.ts'
import { Known, Panel } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useView, useWords } from '../../view.tsx'
import { SAY } from '../../words/page.ts'
import { REMEDY_SHOWN } from '../../words/states.ts'

const columns: readonly Column<RemedyRow>[] = [
  { head: SAY.remedy, names: true, cell: ({ remedy }) => <Both words={remedy} /> },
  { head: SAY.lead, cell: ({ leadText }) => <Known text={leadText ?? '—'} /> },
  { head: SAY.cooperating, cell: ({ cooperatingText }) => <Known text={cooperatingText ?? '—'} /> },
  {
    head: SAY.deadline,
    cell: ({ deadline, deadlineText }) => (
      <Known text={deadline ? calendarDay(deadline) : (deadlineText ?? '—')} />
    ),
  },
  { head: SAY.remedyState, cell: ({ state }) => <StateMark shown={REMEDY_SHOWN[state]} /> },
]

/** Plan 5024: why points of the PAR Index were lost, and who is to win them back by when. */
export default function Remediation() {
  const polled = usePoll<RemediationAnswer>('/v1/remediation', 60_000)
  return (
    <Panel id="remediation" title={SAY.remediation} hint={SAY.remediationHint} polled={polled}>
      {(polled.data?.criteria ?? [])
        .filter(({ remedies }) => remedies.length > 0)
        .map((criterion) => (
          <Criterion key={criterion.code ?? 'general'} criterion={criterion} />
        ))}
    </Panel>
  )
}

function Criterion({
  criterion: { code, name, cause, counts, remedies },
}: {
  criterion: RemediationCriterion
}) {
  const say = useWords()
  const title = name ?? SAY.generalOrders
  return (
    <details className="figure-group">
      <summary>
        <h3>
          {code} {say(title)}
        </h3>
        {(['overdue', 'open', 'done'] as const).map((state) =>
          counts[state] === 0 ? null : (
            <span key={state} className="verdict-count">
              <StateMark shown={REMEDY_SHOWN[state]} /> {amount(counts[state])}
            </span>
          ),
        )}
      </summary>
      {cause && (
        <p className="hint">
          <b>{say(SAY.cause)}:</b> {say(cause)}
        </p>
      )}
      <Table label={say(title)} columns={columns} rows={remedies} rowKey={(remedy) => remedy.code} />
    </details>
  )
}

function Both({ words }: { words: RemedyRow['remedy'] }) {
  const { language } = useView()
  const say = useWords()
  const beside = language === 'vi' ? 'en' : 'vi'
  return (
    <>
      <span>{say(words)}</span>
      <span className="beside" lang={beside}>
        {words[beside]}
      </span>
    </>
  )
}
