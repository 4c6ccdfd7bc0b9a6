import type { AlertSummary } from '../../../routes/alerts.ts'
import { instant } from '../../format.ts'
import { useWords } from '../../view.tsx'
import { ALERT } from '../../words/alerts.ts'
import { SIGNS, type Tone } from '../../words/states.ts'

/** Whether rules are looked at, and whether the webhook takes what it is told. */
export function Telling({ summary }: { summary: AlertSummary | null }) {
  const say = useWords()
  if (!summary) return null
  const { webhook } = summary
  return (
    <div className="telling">
      {summary.failing && (
        <p role="alert" data-tone="bad">
          {SIGNS.bad} {say(ALERT.looksFail)}
        </p>
      )}
      {webhook === null ? <p className="hint">{say(ALERT.webhookNone)}</p> : <Webhook webhook={webhook} />}
    </div>
  )
}

function Webhook({ webhook }: { webhook: NonNullable<AlertSummary['webhook']> }) {
  const say = useWords()
  const { fault, lastDeliveredAt, waiting, givenUp, host } = webhook
  const tone: Tone = fault || givenUp > 0 ? 'bad' : lastDeliveredAt ? 'good' : 'quiet'
  const word = fault ? ALERT.webhookFault : lastDeliveredAt ? ALERT.webhookGood : ALERT.webhookQuiet
  return (
    <p data-tone={tone} data-webhook={tone}>
      {SIGNS[tone]} {say(ALERT.webhook)} <code>{host}</code>: {say(word)}
      {!fault && lastDeliveredAt && <> ({instant(lastDeliveredAt)})</>}
      {fault && (
        <>
          {' '}
          ({instant(fault.at)}, <span lang="en">{fault.detail}</span>)
        </>
      )}
      {waiting > 0 && `; ${waiting} ${say(ALERT.webhookWaiting)}`}
      {givenUp > 0 && `; ${givenUp} ${say(ALERT.webhookGivenUp)}`}
    </p>
  )
}
