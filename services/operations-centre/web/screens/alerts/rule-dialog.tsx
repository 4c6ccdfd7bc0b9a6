import { type FormEvent, type ReactNode, useState } from 'react'
import type { AlertNames, AlertRulesAnswer } from '../../../routes/alert-rules.ts'
import { act, type Operator, Problem, post } from '../../api/operator.ts'
import { MomentField } from '../../parts/moment-field.tsx'
import { OperatorDialog } from '../../parts/operator-dialog.tsx'
import { ProblemSaid } from '../../parts/problem-said.tsx'
import { useWords } from '../../view.tsx'
import { ALERT, KIND_WORDS, SEVERITY_WORDS } from '../../words/alerts.ts'
import { DEAD } from '../../words/dead-letters.ts'
import { SIGNS } from '../../words/states.ts'
import { AboutFields } from './about-fields.tsx'
import { type Draft, draftOf, newDraft, ruleOf } from './draft.ts'
import { OneOf, Text, Tick } from './field.tsx'
import { Preview, type Previewed } from './preview.tsx'

type Rule = AlertRulesAnswer['rules'][number]
type DialogProps = { editing: Rule | null; names: AlertNames | null; close(): void }

/** A rule is made or changed, and can be tried before it is kept. */
export function RuleDialog({ editing, names, close }: DialogProps) {
  const say = useWords()
  const title = editing ? `${say(ALERT.edit)}: ${say(editing.rule.title)}` : say(ALERT.add)
  return (
    <OperatorDialog title={title} close={close}>
      {(operator, refused) => (
        <RuleForm editing={editing} names={names} operator={operator} refused={refused} done={close} />
      )}
    </OperatorDialog>
  )
}

type FormProps = {
  editing: Rule | null
  names: AlertNames | null
  operator: Operator
  refused(): void
  done(): void
}

/** Rules are in force by the business day; a new one from the first day on that there are any. */
const FIRST_DAY = '2024-01-01'

function RuleForm({ editing, names, operator, refused, done }: FormProps) {
  const [draft, setDraft] = useState<Draft>(() => (editing ? draftOf(editing.rule) : newDraft(FIRST_DAY)))
  const [why, setWhy] = useState('')
  const [working, setWorking] = useState(false)
  const [fault, setFault] = useState<ReactNode>(null)
  const [previewed, setPreviewed] = useState<Previewed | null>(null)
  const say = useWords()
  const change = (part: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...part }))
    setPreviewed(null)
  }
  const attempt = async (work: () => Promise<void>) => {
    setWorking(true)
    setFault(null)
    try {
      await work()
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return refused()
      setFault(error instanceof Problem ? <ProblemSaid of={error.said} /> : say(DEAD.noAnswer))
    }
    setWorking(false)
  }
  const preview = () =>
    attempt(async () =>
      setPreviewed(await post<Previewed>(operator, '/v1/alert-rules/preview', { rule: ruleOf(draft) })),
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => {
      await act(operator, '/v1/alert-rules', {
        // What the catalogue says of its own limit is not said of a person's.
        rule: { ...ruleOf(draft), note: null },
        version: editing ? editing.version : null,
        ...(why.trim() === '' ? {} : { why: why.trim() }),
      })
      done()
    })
  }
  return (
    <form className="mending rule" aria-busy={working} onSubmit={submit}>
      <div className="rule-fields">
        <Text label={ALERT.nameVi} value={draft.titleVi} required set={(titleVi) => change({ titleVi })} />
        <Text label={ALERT.nameEn} value={draft.titleEn} set={(titleEn) => change({ titleEn })} />
        <OneOf label={ALERT.about} value={draft.kind} options={KIND_WORDS} set={(kind) => change({ kind })} />
        <AboutFields draft={draft} change={change} names={names} />
        <OneOf
          label={ALERT.severity}
          value={draft.severity}
          options={SEVERITY_WORDS}
          set={(severity) => change({ severity })}
        />
        <Text
          label={ALERT.firesAfter}
          value={draft.firesAfter}
          required
          numeric
          set={(firesAfter) => change({ firesAfter })}
        />
        <Text
          label={ALERT.resolvesAfter}
          value={draft.resolvesAfter}
          required
          numeric
          set={(resolvesAfter) => change({ resolvesAfter })}
        />
        <MomentField
          kind="day"
          label={ALERT.validFrom}
          value={draft.validFrom}
          required
          set={(validFrom) => change({ validFrom })}
        />
        <MomentField
          kind="day"
          label={ALERT.validTo}
          value={draft.validTo}
          set={(validTo) => change({ validTo })}
        />
        <Text label={editing ? ALERT.why : ALERT.whyNew} value={why} set={setWhy} />
        <Tick label={ALERT.enabled} value={draft.enabled} set={(enabled) => change({ enabled })} />
      </div>
      <div className="rule-buttons">
        <button type="button" className="button" disabled={working} onClick={preview}>
          {say(ALERT.preview)}
        </button>
        <button type="submit" className="button main" disabled={working}>
          {say(ALERT.save)}
        </button>
      </div>
      <div role="status">
        {previewed && <Preview previewed={previewed} rule={ruleOf(draft)} names={names} />}
        {fault && (
          <p className="outcome" data-tone="bad">
            {SIGNS.bad} {say(DEAD.failed)} {fault}
          </p>
        )}
      </div>
    </form>
  )
}
