import { type ReactNode, useState } from 'react'
import type { PreviewAnswer, PublishedAnswer } from '../../api/answers.ts'
import { act, type Operator } from '../../api/operator.ts'
import { calendarDay, count, filled } from '../../format.ts'
import { OperatorAction } from '../../parts/operator-action.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords, type Words } from '../../view.tsx'
import { GROUPS, wordsFor } from '../../words/events.ts'
import { SNAP } from '../../words/snapshots.ts'
import { RECEIPT_SHOWN } from '../../words/states.ts'
import type { DayOfGroup } from './place.ts'
import { ChangesTable, ValuesTable } from './values.tsx'

const ACTIONS = ['preview', 'publish', 'resend'] as const
type ActionId = (typeof ACTIONS)[number]

type Doing = {
  title: Words
  hint: Words
  needsReason: boolean
  run(operator: Operator, why: string): Promise<ReactNode>
}
type ActionsProps = { day: DayOfGroup; revision: number | null; done(): void }

/** What an operator can do with a day: look at what would be sent, publish it, send it again. */
export function Actions({ day: { group, date }, revision, done }: ActionsProps) {
  const [doing, setDoing] = useState<ActionId | null>(null)
  const say = useWords()
  const address = `/v1/snapshots/${group}/${date}`
  const doings: Record<ActionId, Doing> = {
    preview: {
      ...{ title: SNAP.preview, hint: SNAP.previewHint, needsReason: false },
      run: async (operator) => (
        <Preview said={await act<PreviewAnswer>(operator, `${address}/preview`, {})} />
      ),
    },
    publish: {
      title: revision === null ? SNAP.publish : SNAP.publishAgain,
      ...{ hint: SNAP.publishHint, needsReason: true },
      run: async (operator, why) => (
        <Done said={await act<PublishedAnswer>(operator, `${address}/publish`, { why })} />
      ),
    },
    resend: {
      ...{ title: SNAP.resend, hint: SNAP.resendHint, needsReason: true },
      run: async (operator, why) => (
        <Done said={await act<PublishedAnswer>(operator, `${address}/${revision}/resend`, { why })} />
      ),
    },
  }
  const offered = ACTIONS.filter((id) => id !== 'resend' || revision !== null)
  return (
    <div className="deeds">
      {offered.map((id) => (
        <button key={id} type="button" className="button" onClick={() => setDoing(id)}>
          {say(doings[id].title)}
        </button>
      ))}
      {doing && (
        <OperatorAction
          {...doings[doing]}
          subject={[
            ...[say(wordsFor(GROUPS, group)), calendarDay(date)],
            ...(doing === 'resend' ? [`${say(SNAP.revisionOf)} ${revision}`] : []),
          ].join(', ')}
          close={() => {
            setDoing(null)
            done()
          }}
        />
      )}
    </div>
  )
}

function Preview({ said }: { said: PreviewAnswer }) {
  const say = useWords()
  const { revision, values, total, changes, sample } = said
  return (
    <div className="preview">
      <p>{filled(say(SNAP.wouldBe), { n: count(revision), values: count(values) })}</p>
      {total === null ? (
        <>
          <p>{say(SNAP.wouldBeFirst)}</p>
          <ValuesTable rows={sample} />
        </>
      ) : (
        <>
          <p>
            {total === 0
              ? say(SNAP.noChanges)
              : filled(say(SNAP.ofAll), { n: count(changes.length), all: count(total) })}
          </p>
          {total > 0 && <ChangesTable cells={changes} />}
        </>
      )}
    </div>
  )
}

/** What the publisher says of it; a state of delivery without words of ours is shown as it is. */
function Done({ said }: { said: PublishedAnswer }) {
  const say = useWords()
  return (
    <ul className="done">
      {said.snapshots.map(({ revision, receipt }) => (
        <li key={revision}>
          {filled(say(SNAP.done), { n: count(revision) })}{' '}
          {receipt in RECEIPT_SHOWN ? (
            <StateMark shown={RECEIPT_SHOWN[receipt as keyof typeof RECEIPT_SHOWN]} />
          ) : (
            say(wordsFor({}, receipt))
          )}
        </li>
      ))}
    </ul>
  )
}
