import { type FormEvent, type ReactNode, useState } from 'react'
import type { AlertsAnswer } from '../../../routes/alerts.ts'
import { act, type Operator, Problem } from '../../api/operator.ts'
import { OperatorDialog } from '../../parts/operator-dialog.tsx'
import { ProblemSaid } from '../../parts/problem-said.tsx'
import { useWords } from '../../view.tsx'
import { ALERT } from '../../words/alerts.ts'
import { DEAD } from '../../words/dead-letters.ts'
import { SIGNS } from '../../words/states.ts'

type Alert = AlertsAnswer['alerts'][number]

/** Says that somebody has it, with a word. */
export function Acknowledge({ alert, close }: { alert: Alert; close(): void }) {
  const say = useWords()
  const title = alert.rule.title ? say(alert.rule.title) : alert.rule.id
  return (
    <OperatorDialog title={`${say(ALERT.acknowledge)}: ${title}`} close={close}>
      {(operator, refused) => <Word alert={alert} operator={operator} refused={refused} done={close} />}
    </OperatorDialog>
  )
}

type WordProps = { alert: Alert; operator: Operator; refused(): void; done(): void }

function Word({ alert, operator, refused, done }: WordProps) {
  const [why, setWhy] = useState('')
  const [working, setWorking] = useState(false)
  const [fault, setFault] = useState<ReactNode>(null)
  const say = useWords()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setWorking(true)
    setFault(null)
    try {
      await act(operator, `/v1/alerts/${alert.id}/acknowledge`, { why: why.trim() })
      return done()
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return refused()
      setFault(error instanceof Problem ? <ProblemSaid of={error.said} /> : say(DEAD.noAnswer))
    }
    setWorking(false)
  }
  return (
    <form className="mending" aria-busy={working} onSubmit={submit}>
      <p>
        <code>{alert.subject}</code>
      </p>
      <p>{say(ALERT.acknowledgeHint)}</p>
      <label>
        {say(ALERT.word)}
        <input required value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <button type="submit" className="button main" disabled={working || why.trim() === ''}>
        {say(ALERT.acknowledge)}
      </button>
      <div role="status">
        {fault && (
          <p className="outcome" data-tone="bad">
            {SIGNS.bad} {say(DEAD.failed)} {fault}
          </p>
        )}
      </div>
    </form>
  )
}
