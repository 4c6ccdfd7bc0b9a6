import { Link } from 'wouter'
import type { AlertNames, AlertRulesAnswer } from '../../../routes/alert-rules.ts'
import type { AlertsAnswer } from '../../../routes/alerts.ts'
import { useAddress } from '../../address.ts'
import { instant } from '../../format.ts'
import { Known } from '../../parts/panel.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useView, useWords } from '../../view.tsx'
import {
  ALERT,
  ALERT_SHOWN,
  OWED_WORDS,
  SEVERITY_WORDS,
  VERDICT_OF_RULE,
  WHY_NOT_WORDS,
} from '../../words/alerts.ts'
import { halvesText, placeOf, scopeName, seenText, sentenceOf } from './what.ts'

type Alert = AlertsAnswer['alerts'][number]
type OpenProps = {
  alerts: readonly Alert[] | null
  rules: AlertRulesAnswer | null
  names: AlertNames | null
  acknowledge(alert: Alert): void
}

const STATES = ['firing', 'acknowledged', 'pending', 'resolved'] as const

/** What is worse first: firing before acknowledged before pending, serious before not, newest first. */
const worseFirst = (a: Alert, b: Alert) =>
  STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
  Number(b.rule.severity === 'bad') - Number(a.rule.severity === 'bad') ||
  Date.parse(b.beganAt) - Date.parse(a.beganAt)

/** Alerts that stand, and the rules that could not be told: silence is no good word. */
export function OpenAlerts({ alerts, rules, names, acknowledge }: OpenProps) {
  const say = useWords()
  return (
    <>
      {alerts?.length === 0 && <p className="empty">{say(ALERT.none)}</p>}
      <ul className="alert-list">
        {alerts?.toSorted(worseFirst).map((alert) => (
          <Standing key={alert.id} alert={alert} names={names} acknowledge={acknowledge} />
        ))}
      </ul>
      {rules && <NotTold rules={rules} names={names} />}
    </>
  )
}

type StandingProps = { alert: Alert; names: AlertNames | null; acknowledge(alert: Alert): void }

function Standing({ alert, names, acknowledge }: StandingProps) {
  const say = useWords()
  const { rule, subject, state } = alert
  const shown = ALERT_SHOWN[state]
  const tone = state === 'firing' && rule.severity === 'warn' ? 'warn' : shown.tone
  return (
    <li className="alert" data-tone={tone} data-alert-state={state}>
      <header>
        <StateMark shown={{ ...shown, tone }} />
        <h3>{rule.title ? say(rule.title) : `${say(ALERT.ruleGone)}: ${rule.id}`}</h3>
        {rule.severity && <span className="tag">{say(SEVERITY_WORDS[rule.severity])}</span>}
      </header>
      <p className="alert-subject">
        <Subject about={rule.about} subject={subject} names={names} />
        {rule.about && <span className="beside">{say(sentenceOf(rule.about, names))}</span>}
      </p>
      <dl>
        <div>
          <dt>{say(ALERT.since)}</dt>
          <dd>
            <time>{instant(alert.firingAt ?? alert.beganAt)}</time>
          </dd>
        </div>
        <div>
          <dt>{say(ALERT.seen)}</dt>
          <dd>
            <SeenNow seen={alert.seen} about={rule.about} names={names} />
          </dd>
        </div>
        <div>
          <dt>{say(ALERT.now)}</dt>
          <dd>
            <Now alert={alert} names={names} />
          </dd>
        </div>
      </dl>
      {alert.operator && (
        <p className="alert-word">
          {say(ALERT.acknowledgedBy)}: <b>{alert.operator}</b>, {instant(alert.acknowledgedAt)}
          {alert.word && <> — {alert.word}</>}
        </p>
      )}
      <footer>
        {rule.about && <Place about={rule.about} subject={subject} />}
        {state === 'firing' && (
          <button type="button" className="button small" onClick={() => acknowledge(alert)}>
            {say(ALERT.acknowledge)}
            <span className="hidden">
              : {rule.title ? say(rule.title) : rule.id} {subject}
            </span>
          </button>
        )}
      </footer>
    </li>
  )
}

type SubjectProps = { about: Alert['rule']['about']; subject: string; names: AlertNames | null }

/** A unit by its name, a source by its code; what is owed the rule says itself. */
export function Subject({ about, subject, names }: SubjectProps) {
  const say = useWords()
  if (about?.kind === 'lag') return null
  if (about && 'scope' in about) return say(scopeName(subject, names))
  return subject === '*' ? say(ALERT.allSources) : <code>{subject}</code>
}

type SeenProps = { seen: Alert['seen']; about: Alert['rule']['about']; names: AlertNames | null }

export function SeenNow({ seen, about, names }: SeenProps) {
  const say = useWords()
  const halves = halvesText(seen, about)
  return (
    <>
      <Known text={say(seenText(seen, about, names))} />
      {halves && <span className="beside">{say(halves)}</span>}
    </>
  )
}

function Now({ alert: { now, rule }, names }: { alert: Alert; names: AlertNames | null }) {
  const say = useWords()
  if (!now) return <Known text={say(seenText(null, null, names))} />
  return (
    <>
      {now.whyNot === null && <SeenNow seen={now.seen} about={rule.about} names={names} />}{' '}
      {now.verdict !== 'breach' && <StateMark shown={VERDICT_OF_RULE[now.verdict]} />}
      {now.whyNot && <span className="beside">{say(WHY_NOT_WORDS[now.whyNot])}</span>}
    </>
  )
}

function Place({ about, subject }: { about: NonNullable<Alert['rule']['about']>; subject: string }) {
  const { to } = useAddress()
  const say = useWords()
  const { path, own } = placeOf(about, subject)
  return (
    <Link href={to(path, own)}>
      {say(ALERT.goTo)} <span className="hidden">: {subject}</span>
    </Link>
  )
}

function NotTold({ rules, names }: { rules: AlertRulesAnswer; names: AlertNames | null }) {
  const { language } = useView()
  const say = useWords()
  const silent = rules.rules.flatMap(({ rule, observations }) =>
    (observations ?? [])
      .filter(({ verdict }) => verdict === 'unjudged' || verdict === 'no-data')
      .map((observation) => ({ rule, observation })),
  )
  if (silent.length === 0 && rules.unreadable.length === 0) return null
  return (
    <details className="not-told" open={silent.some(({ observation }) => observation.verdict === 'unjudged')}>
      <summary>
        {say(ALERT.notTold)} ({silent.length + rules.unreadable.length})
      </summary>
      <p className="hint">{say(ALERT.notToldHint)}</p>
      <ul>
        {rules.unreadable.map((id) => (
          <li key={id}>
            <code>{id}</code>: {say(ALERT.unreadable)}
          </li>
        ))}
        {silent.map(({ rule, observation: { subject, verdict, whyNot, detail } }) => (
          <li key={`${rule.id} ${subject}`}>
            <StateMark shown={VERDICT_OF_RULE[verdict]} /> {say(rule.title)} —{' '}
            {rule.about.kind === 'lag' ? (
              say(OWED_WORDS[rule.about.of])
            ) : (
              <Subject about={rule.about} subject={subject} names={names} />
            )}
            {whyNot && <>: {say(WHY_NOT_WORDS[whyNot])}</>}
            {detail && language === 'en' && <span className="beside">{detail}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
}
