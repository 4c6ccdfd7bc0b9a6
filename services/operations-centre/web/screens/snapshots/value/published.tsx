import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useAddress } from '../../../address.ts'
import type { ExplainAnswer } from '../../../api/answers.ts'
import { amount, calendarDay, filled } from '../../../format.ts'
import { periodText, valueText } from '../../../number-text.ts'
import { Flags } from '../../../parts/flags.tsx'
import { Known } from '../../../parts/panel.tsx'
import { StateMark } from '../../../parts/state-mark.tsx'
import { useWords } from '../../../view.tsx'
import { GROUPS, wordsFor } from '../../../words/events.ts'
import { measureWords } from '../../../words/measures.ts'
import { EVIDENCE_WORDS, NUM } from '../../../words/numbers.ts'
import { KEPT_WORDS, VALUE } from '../../../words/published-value.ts'
import { LEVELS, PERIODS } from '../../../words/snapshots.ts'
import { VALUE_SHOWN } from '../../../words/states.ts'

/** What was published, and by which rule. */
export function Published({ explained }: { explained: ExplainAnswer }) {
  const { published, unitName, halves, snapshot } = explained
  const { to } = useAddress()
  const say = useWords()
  const { unit, level, period, state } = published
  return (
    <>
      <div className="indicator-head">
        <p className="indicator-value">
          <b>
            <Known text={valueText(published, published.value)} />
          </b>
          <span>
            {unitName ? say(unitName) : unit} ({unit}) · {say(wordsFor(LEVELS, level))} · {periodText(period)}{' '}
            ({say(wordsFor(PERIODS, period.kind))})
          </span>
          <StateMark shown={VALUE_SHOWN[state]} /> <Flags flags={published.flags} />
        </p>
        <dl className="facts">
          <Fact name={say(NUM.numerator)} words={halves && say(halves.numerator)}>
            <Known text={amount(published.numerator)} />
          </Fact>
          {(halves === null || halves.denominator !== null || published.denominator !== null) && (
            <Fact name={say(NUM.denominator)} words={halves?.denominator ? say(halves.denominator) : null}>
              <Known text={amount(published.denominator)} />
            </Fact>
          )}
          <Fact name={say(NUM.measure)}>{say(measureWords(published.unitOfMeasure))}</Fact>
          <Rule explained={explained} />
          <Fact name={say(NUM.id)}>
            <Link href={to(`/indicators/${published.indicator}`)} title={say(VALUE.toIndicator)}>
              <code>{published.indicator}</code>
            </Link>
          </Fact>
          <Fact name={say(VALUE.snapshot)}>
            <a
              href={`/v1/snapshots/${snapshot.group}/${snapshot.date}?revision=${snapshot.revision}`}
              title={snapshot.digest}
            >
              {filled(say(VALUE.dayOf), {
                group: say(wordsFor(GROUPS, snapshot.group)),
                day: calendarDay(snapshot.date),
                n: String(snapshot.revision),
              })}
            </a>
          </Fact>
          <Fact name={say(VALUE.digest)} isLong>
            <code>{snapshot.digest}</code>
          </Fact>
        </dl>
      </div>
      {state !== 'reported' && (
        <p className="outcome kept" data-tone={VALUE_SHOWN[state].tone} data-kept={state}>
          {say(KEPT_WORDS[state])}
        </p>
      )}
    </>
  )
}

/** Whose rule it is, and what of it no document states. */
function Rule({ explained: { source, evidence, remark } }: { explained: ExplainAnswer }) {
  const say = useWords()
  return (
    <>
      <Fact name={say(NUM.ruleSource)}>{source}</Fact>
      <Fact name={say(NUM.evidence)}>
        {evidence === 'published' ? (
          say(EVIDENCE_WORDS.published)
        ) : (
          <em className="tag" data-evidence={evidence}>
            {say(EVIDENCE_WORDS[evidence])}
          </em>
        )}
      </Fact>
      {remark && <Fact name={say(NUM.remark)}>{say(remark)}</Fact>}
    </>
  )
}

type FactProps = { name: string; words?: string | null; isLong?: boolean; children: ReactNode }

function Fact({ name, words = null, isLong = false, children }: FactProps) {
  return (
    <div className={isLong ? 'whole' : undefined}>
      <dt>{name}</dt>
      <dd>
        {children}
        {words !== null && <span className="beside">{words}</span>}
      </dd>
    </div>
  )
}
