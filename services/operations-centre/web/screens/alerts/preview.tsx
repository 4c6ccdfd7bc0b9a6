import type { Observation } from '@ioc/alerts'
import type { AlertRule } from '@ioc/schemas/alerts/rule.ts'
import type { AlertNames } from '../../../routes/alert-rules.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useView, useWords } from '../../view.tsx'
import { ALERT, VERDICT_OF_RULE, WHY_NOT_WORDS } from '../../words/alerts.ts'
import { SeenNow } from './open-alerts.tsx'
import { scopeName, sentenceOf } from './what.ts'

/** What the server answers of a rule that is tried. */
export type Previewed = { inForce: boolean; observations: Observation[] }

const SHOWN_MAX = 8

type PreviewProps = { previewed: Previewed; rule: Pick<AlertRule, 'about'>; names: AlertNames | null }

/** What a rule would say now. */
export function Preview({ previewed: { inForce, observations }, rule: { about }, names }: PreviewProps) {
  const { language } = useView()
  const say = useWords()
  return (
    <section className="previewed">
      <h4>{say(ALERT.previewed)}</h4>
      <p>{say(sentenceOf(about, names))}</p>
      {!inForce && <p className="hint">{say(ALERT.previewedOff)}</p>}
      {observations.length === 0 && <p className="hint">{say(ALERT.nothingSeen)}</p>}
      <ul>
        {observations.slice(0, SHOWN_MAX).map(({ subject, verdict, whyNot, seen, detail }) => (
          <li key={subject}>
            <StateMark shown={VERDICT_OF_RULE[verdict]} />{' '}
            {'scope' in about ? say(scopeName(subject, names)) : <code>{subject}</code>}{' '}
            {whyNot === null ? (
              <SeenNow seen={seen} about={about} names={names} />
            ) : (
              <span className="beside">{say(WHY_NOT_WORDS[whyNot])}</span>
            )}
            {detail && language === 'en' && <span className="beside">{detail}</span>}
          </li>
        ))}
      </ul>
      {observations.length > SHOWN_MAX && (
        <p className="hint">
          +{observations.length - SHOWN_MAX} {say(ALERT.others)}
        </p>
      )}
    </section>
  )
}
