import { useCallback, useEffect, useRef, useState } from 'react'
import type { DeadLetterDetail } from '../../api/answers.ts'
import { provenBy, useOperator } from '../../api/operator.ts'
import { readSaidNo, type SaidNo } from '../../api/said-no.ts'
import { count, instant } from '../../format.ts'
import { OperatorKey } from '../../parts/operator-key.tsx'
import { ProblemSaid } from '../../parts/problem-said.tsx'
import { Reasons } from '../../parts/reasons.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { useWords } from '../../view.tsx'
import { ACTION_WORDS, DEAD, DEAD_LETTER_SHOWN } from '../../words/dead-letters.ts'
import { reasonWords } from '../../words/reasons.ts'
import { DeadLetterMending } from './dead-letter-mending.tsx'

const NO_WORDS = { vi: '', en: '' }

type DialogProps = { position: string; close(): void }

/** One dead letter: where, why and what happened, for everybody; its content and what can be done, for who has the key. */
export function DeadLetterDialog({ position, close }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [detail, setDetail] = useState<DeadLetterDetail | null>(null)
  const [fault, setFault] = useState<SaidNo | 'away' | null>(null)
  const [operator, setOperator] = useOperator()
  const [keyRefused, setKeyRefused] = useState(false)
  const say = useWords()
  const load = useCallback(async () => {
    try {
      const answer = await fetch(
        `/v1/dead-letters/${position.split('/').map(encodeURIComponent).join('/')}`,
        {
          headers: provenBy(operator), // who acted and why is told to operators alone
          cache: 'no-store',
        },
      )
      if (!answer.ok) return setFault(await readSaidNo(answer))
      setDetail((await answer.json()) as DeadLetterDetail)
      setFault(null)
    } catch {
      setFault('away') // said in the dialog; opening it again asks again
    }
  }, [position, operator])
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  useEffect(() => {
    void load()
  }, [load])
  return (
    <dialog ref={dialog} className="dead-letter" aria-labelledby="dead-letter-title" onClose={close}>
      <header>
        <h3 id="dead-letter-title">
          <span className="hidden">{say(DEAD.detailsOf)} </span>
          <code>{position}</code>
        </h3>
        {detail && <StateMark shown={DEAD_LETTER_SHOWN[detail.state]} />}
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {say(DEAD.close)}
        </button>
      </header>
      {fault && (
        <p role="alert">
          {say(DEAD.failed)} {fault === 'away' ? say(DEAD.noAnswer) : <ProblemSaid of={fault} />}
        </p>
      )}
      {detail && (
        <>
          <Why detail={detail} />
          <History detail={detail} />
          {operator ? (
            <DeadLetterMending
              position={position}
              state={detail.state}
              reasons={detail.reasons}
              operator={operator}
              forget={(refused) => {
                setKeyRefused(refused)
                setOperator(null)
              }}
              done={load}
            />
          ) : (
            <OperatorKey use={setOperator} refused={keyRefused} />
          )}
        </>
      )}
    </dialog>
  )
}

function Why({ detail }: { detail: DeadLetterDetail }) {
  const say = useWords()
  return (
    <section>
      <h4>{say(DEAD.reasons)}</h4>
      <Reasons of={detail.reasons} />
    </section>
  )
}

type Step = { at: string; text: string; beside: string }

function History({ detail }: { detail: DeadLetterDetail }) {
  const say = useWords()
  const steps: Step[] = [
    { at: detail.appendedAt, text: say(DEAD.arrived), beside: `${count(detail.bytes)} ${say(DEAD.bytes)}` },
    ...detail.actions.map(({ action, actor, why, detail: told, actedAt }) => ({
      at: actedAt,
      text: say(ACTION_WORDS[action]),
      beside: [actor, why, told?.changed && `${say(DEAD.changed)}: ${told.changed.join(', ')}`]
        .filter(Boolean)
        .join(' · '),
    })),
    ...detail.replayRecords.map(({ position, verdict, appendedAt, reasons }) => ({
      at: appendedAt,
      text: `${say(verdict === 'keep' ? DEAD.replayKept : DEAD.replayRejected)} ${position}`,
      beside: reasons
        .map(({ code }) => [say(reasonWords(code) ?? NO_WORDS), code].join(' ').trim())
        .join(', '),
    })),
  ]
  return (
    <section>
      <h4>{say(DEAD.history)}</h4>
      <ol className="history">
        {steps
          .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
          .map(({ at, text, beside }) => (
            <li key={`${at} ${text} ${beside}`}>
              <time>{instant(at)}</time>
              <span>
                {text}
                {beside && <span className="beside">{beside}</span>}
              </span>
            </li>
          ))}
      </ol>
    </section>
  )
}
