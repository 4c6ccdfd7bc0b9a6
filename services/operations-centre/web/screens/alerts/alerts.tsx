import { useState } from 'react'
import type { AlertNames, AlertRulesAnswer } from '../../../routes/alert-rules.ts'
import type { AlertSummary, AlertsAnswer } from '../../../routes/alerts.ts'
import { useLast, usePoll } from '../../api/poll.ts'
import { Panel } from '../../parts/panel.tsx'
import { useWords } from '../../view.tsx'
import { ALERT } from '../../words/alerts.ts'
import { Acknowledge } from './acknowledge.tsx'
import { AlertHistory } from './alert-history.tsx'
import { OpenAlerts } from './open-alerts.tsx'
import { RuleDialog } from './rule-dialog.tsx'
import { Rules } from './rules.tsx'
import { Telling } from './telling.tsx'

type Alert = AlertsAnswer['alerts'][number]
type Rule = AlertRulesAnswer['rules'][number]

/** What fires, whether it is told, what is over, and by which rules. */
export default function Alerts() {
  const [again, setAgain] = useState(0)
  const [acknowledging, setAcknowledging] = useState<Alert | null>(null)
  const [editing, setEditing] = useState<Rule | 'new' | null>(null)
  const open = usePoll<AlertsAnswer>('/v1/alerts?state=open&limit=200', 3_000, { again })
  const rules = usePoll<AlertRulesAnswer>('/v1/alert-rules', 5_000, { again })
  const summary = usePoll<AlertSummary>('/v1/alerts/summary', 5_000, { again })
  const names = useLast(usePoll<AlertNames>('/v1/alert-rules/names', 300_000).data)
  const say = useWords()
  const done = () => {
    setAcknowledging(null)
    setEditing(null)
    setAgain((now) => now + 1)
  }
  return (
    <>
      <Panel id="alerts" title={ALERT.title} hint={ALERT.hint} polled={open}>
        <Telling summary={summary.data} />
        <OpenAlerts
          alerts={open.data?.alerts ?? null}
          rules={rules.data}
          names={names}
          acknowledge={setAcknowledging}
        />
      </Panel>
      <AlertHistory names={names} again={again} />
      <Panel
        id="alert-rules"
        title={ALERT.rules}
        hint={ALERT.rulesHint}
        polled={rules}
        actions={
          <button type="button" className="button small" onClick={() => setEditing('new')}>
            {say(ALERT.add)}
          </button>
        }
      >
        <Rules answer={rules.data} names={names} edit={setEditing} />
      </Panel>
      {acknowledging && <Acknowledge alert={acknowledging} close={done} />}
      {editing && <RuleDialog editing={editing === 'new' ? null : editing} names={names} close={done} />}
    </>
  )
}
