import { useEffect, useRef, useState } from 'react'
import type { DeadLettersAnswer, ReplayAnswer } from '../api/answers.ts'
import { act, type Operator, Problem, useOperator } from '../api/operator.ts'
import { count } from '../format.ts'
import { useWords } from '../view.tsx'
import { DEAD, OUTCOME_SHOWN } from '../words/dead-letters.ts'
import { SIGNS } from '../words/states.ts'
import { OperatorKey } from './operator-key.tsx'

/** The newest so many are sent at once; the rest by doing it again. */
const TOGETHER_MAX = 100
/** What a replay of many takes, as the server does. */
const WAITING = ['open', 'sent', 'rejected-again']

type Shared = { reason: string; source: string }

const waiting = async ({ reason, source }: Shared): Promise<number> => {
  const pages = await Promise.all(
    WAITING.map(async (state) => {
      const asked = new URLSearchParams({
        reason,
        state,
        limit: String(TOGETHER_MAX),
        ...(source && { source }),
      })
      const answer = await fetch(`/v1/dead-letters?${asked}`, { cache: 'no-store' })
      if (!answer.ok) throw new Problem(answer.status, `${answer.status} ${answer.statusText}`)
      return (await answer.json()) as DeadLettersAnswer
    }),
  )
  const found = pages.reduce((sum, { deadLetters }) => sum + deadLetters.length, 0)
  return pages.some(({ next }) => next !== null) ? Number.POSITIVE_INFINITY : found
}

type TogetherProps = Shared & { close(): void }

/** Sends all that share a reason again, once somebody has seen how many and said why. */
export function ReplayTogether({ reason, source, close }: TogetherProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [operator, setOperator] = useOperator()
  const [keyRefused, setKeyRefused] = useState(false)
  const say = useWords()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="dead-letter" aria-labelledby="together-title" onClose={close}>
      <header>
        <h3 id="together-title">
          {say(DEAD.sendTogether)} <code>{reason}</code>
        </h3>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {say(DEAD.close)}
        </button>
      </header>
      {operator ? (
        <Confirm
          shared={{ reason, source }}
          operator={operator}
          refused={() => {
            setKeyRefused(true)
            setOperator(null)
          }}
        />
      ) : (
        <OperatorKey use={setOperator} refused={keyRefused} />
      )}
    </dialog>
  )
}

type ConfirmProps = { shared: Shared; operator: Operator; refused(): void }

function Confirm({ shared: { reason, source }, operator, refused }: ConfirmProps) {
  const [found, setFound] = useState<number | null>(null)
  const [why, setWhy] = useState('')
  const [working, setWorking] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [results, setResults] = useState<ReplayAnswer[] | null>(null)
  const say = useWords()
  const noAnswer = say(DEAD.noAnswer)
  useEffect(() => {
    waiting({ reason, source }).then(setFound, () => setFault(noAnswer))
  }, [reason, source, noAnswer])

  const send = async () => {
    setWorking(true)
    setFault(null)
    try {
      const said = { reason, why: why.trim(), limit: TOGETHER_MAX, ...(source && { source }) }
      setResults((await act<{ results: ReplayAnswer[] }>(operator, '/v1/dead-letters/replay', said)).results)
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return refused()
      setFault(error instanceof Problem ? error.message : noAnswer)
    }
    setWorking(false)
  }

  return (
    <section className="mending" aria-busy={working}>
      {found !== null && (
        <p>
          <b>{count(Math.min(found, TOGETHER_MAX))}</b>{' '}
          {say(found > TOGETHER_MAX ? DEAD.newestWaiting : DEAD.waitingNow)}
          {source && (
            <>
              {' '}
              {say(DEAD.fromSource)} <code>{source}</code>
            </>
          )}
          . {say(DEAD.togetherHint)}
        </p>
      )}
      <label>
        {say(DEAD.why)}
        <input value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <button
        type="button"
        className="button main"
        disabled={working || !found || results !== null || why.trim() === ''}
        onClick={send}
      >
        {say(DEAD.confirmTogether)} {found ? count(Math.min(found, TOGETHER_MAX)) : ''}
      </button>
      <div role="status">
        {working && <p>{say(DEAD.working)}</p>}
        {fault && (
          <p className="outcome" data-tone="bad">
            {SIGNS.bad} {say(DEAD.failed)} {fault}
          </p>
        )}
        {results && <Summary results={results} />}
      </div>
    </section>
  )
}

function Summary({ results }: { results: readonly ReplayAnswer[] }) {
  const say = useWords()
  const byOutcome = Map.groupBy(results, ({ outcome }) => outcome)
  if (results.length === 0) return <p>{say(DEAD.noneWaiting)}</p>
  return (
    <ul>
      {[...byOutcome].map(([outcome, same]) => {
        const { word, tone } = OUTCOME_SHOWN[outcome]
        return (
          <li key={outcome} className="outcome" data-tone={tone}>
            <span aria-hidden="true">{SIGNS[tone]}</span> <b>{count(same.length)}</b> {say(word)}
          </li>
        )
      })}
    </ul>
  )
}
