import type { AlertNames, AlertRulesAnswer } from '../../../routes/alert-rules.ts'
import { instant } from '../../format.ts'
import { Known } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWords } from '../../view.tsx'
import { ALERT, SEVERITY_WORDS, VERDICT_OF_RULE, WHY_NOT_WORDS } from '../../words/alerts.ts'
import { sentenceOf } from './what.ts'

type Rule = AlertRulesAnswer['rules'][number]
type RulesProps = { answer: AlertRulesAnswer | null; names: AlertNames | null; edit(rule: Rule): void }

/** The rules, what each says now, and whose they are. */
export function Rules({ answer, names, edit }: RulesProps) {
  const say = useWords()
  return (
    <Table
      label={say(ALERT.rules)}
      columns={columnsFor(names, edit)}
      rows={answer?.rules ?? []}
      rowKey={({ rule }) => rule.id}
    />
  )
}

const columnsFor = (names: AlertNames | null, edit: (rule: Rule) => void): readonly Column<Rule>[] => [
  { head: ALERT.rule, names: true, cell: (each) => <Name rule={each} names={names} /> },
  { head: ALERT.says, cell: (each) => <Says rule={each} /> },
  { head: ALERT.severity, cell: (each) => <Severity rule={each} /> },
  { head: ALERT.made, cell: (each) => <Made rule={each} /> },
  { head: ALERT.edit, cell: (each) => <Edit rule={each} edit={edit} /> },
]

function Name({ rule: { rule }, names }: { rule: Rule; names: AlertNames | null }) {
  const say = useWords()
  return (
    <>
      <span className="title">{say(rule.title)}</span>
      <span className="beside">{say(sentenceOf(rule.about, names))}</span>
      {rule.note && <span className="beside">{say(rule.note)}</span>}
    </>
  )
}

const VERDICTS = ['breach', 'unjudged', 'no-data', 'fine'] as const

/** Of several subjects each verdict with how many say it; a rule with one subject says why there is none. */
function Says({ rule: { inForce, observations, subjects } }: { rule: Rule }) {
  const say = useWords()
  if (!inForce)
    return (
      <span className="state" data-tone="quiet">
        {say(ALERT.off)}
      </span>
    )
  if (!observations || !subjects) return <Known text="—" />
  if (observations.length === 0) return say(ALERT.nothingSeen)
  const [first] = observations
  return (
    <>
      {VERDICTS.filter((verdict) => (subjects[verdict] ?? 0) > 0).map((verdict) => (
        <span key={verdict} className="says">
          <StateMark shown={VERDICT_OF_RULE[verdict]} />
          {observations.length > 1 && ` ${subjects[verdict]}`}
        </span>
      ))}
      {observations.length === 1 && first?.whyNot && (
        <span className="beside">{say(WHY_NOT_WORDS[first.whyNot])}</span>
      )}
    </>
  )
}

function Severity({ rule: { rule } }: { rule: Rule }) {
  const say = useWords()
  return say(SEVERITY_WORDS[rule.severity])
}

function Made({ rule: { rule, editedBy, editedAt, version } }: { rule: Rule }) {
  const say = useWords()
  if (rule.origin === 'own-default') return <em className="tag">{say(ALERT.ownDefault)}</em>
  return (
    <>
      {editedBy}
      <span className="beside">
        {instant(editedAt)} · v{version}
      </span>
    </>
  )
}

function Edit({ rule, edit }: { rule: Rule; edit(rule: Rule): void }) {
  const say = useWords()
  return (
    <button type="button" className="button small" onClick={() => edit(rule)}>
      {say(ALERT.edit)}
      <span className="hidden">: {say(rule.rule.title)}</span>
    </button>
  )
}
