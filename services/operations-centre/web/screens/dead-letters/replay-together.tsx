import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { DeadLetterCounts, ReplayPage } from '../../api/answers.ts'
import { askedOf, type Filter, summaryPathOf } from '../../api/dead-letter-filter.ts'
import { act, type Operator, Problem, useOperator } from '../../api/operator.ts'
import { NOTHING_TRIED, replayOn, sumsOf, type Tried } from '../../api/replay-on.ts'
import { readSaidNo } from '../../api/said-no.ts'
import { count, filled, instant } from '../../format.ts'
import { OperatorKey } from '../../parts/operator-key.tsx'
import { ProblemSaid } from '../../parts/problem-said.tsx'
import { ReasonCode } from '../../parts/reasons.tsx'
import { useWords, type Words } from '../../view.tsx'
import { DEAD, OUTCOME_SHOWN } from '../../words/dead-letters.ts'
import { SIGNS } from '../../words/states.ts'

/** So many are sent within one request; the next follows by itself. */
const PER_REQUEST = 100
/** What a replay of many takes, as the server does. */
const WAITING = ['open', 'sent', 'rejected-again']

const waiting = async (filter: Filter): Promise<number> => {
  const answer = await fetch(summaryPathOf(filter), { cache: 'no-store' })
  if (!answer.ok) throw new Problem(await readSaidNo(answer))
  const { states } = (await answer.json()) as DeadLetterCounts
  return states.reduce((sum, { state, records }) => sum + (WAITING.includes(state) ? records : 0), 0)
}

type TogetherProps = { filter: Filter; close(): void }

/** Sends all that share a reason again, once somebody has seen how many and said why. */
export function ReplayTogether({ filter, close }: TogetherProps) {
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
          {say(DEAD.sendTogether)}: <ReasonCode code={filter.reason} />
        </h3>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {say(DEAD.close)}
        </button>
      </header>
      {operator ? (
        <Confirm
          filter={filter}
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

const field = (text: string) => instant(`${text}+07:00`)

/** The rest of the filter as the end of a sentence: from which source, of which unit … */
const whichOf = (filter: Filter, say: (words: Words) => string): string =>
  [
    filter.source && filled(say(DEAD.ofSource), { of: filter.source }),
    filter.contract && filled(say(DEAD.ofContract), { of: filter.contract }),
    filter.unit && filled(say(DEAD.ofUnit), { of: filter.unit }),
    filter.from && filled(say(DEAD.ofFrom), { of: field(filter.from) }),
    filter.to && filled(say(DEAD.ofTo), { of: field(filter.to) }),
  ].join('')

type ConfirmProps = { filter: Filter; operator: Operator; refused(): void }

function Confirm({ filter, operator, refused }: ConfirmProps) {
  const [found, setFound] = useState<number | null>(null)
  const [why, setWhy] = useState('')
  const [working, setWorking] = useState(false)
  const [stopping, setStopping] = useState(false)
  const [fault, setFault] = useState<ReactNode>(null)
  const [tried, setTried] = useState<Tried>(NOTHING_TRIED)
  const stopped = useRef(false)
  const say = useWords()
  const noAnswer = say(DEAD.noAnswer)
  const countable = filter.unit === ''
  useEffect(() => {
    if (countable) waiting(filter).then(setFound, () => setFault(noAnswer))
  }, [countable, filter, noAnswer])
  // Who closes the dialog wants no more to be sent.
  useEffect(
    () => () => {
      stopped.current = true
    },
    [],
  )

  const send = async () => {
    stopped.current = false
    setStopping(false)
    setWorking(true)
    setFault(null)
    try {
      await replayOn(tried, {
        replay: (before) =>
          act<ReplayPage>(operator, '/v1/dead-letters/replay', {
            ...askedOf(filter),
            why: why.trim(),
            limit: PER_REQUEST,
            ...(before && { before }),
          }),
        isStopped: () => stopped.current,
        tell: setTried,
      })
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return refused()
      setFault(error instanceof Problem ? <ProblemSaid of={error.said} /> : noAnswer)
    }
    setWorking(false)
  }

  const which = whichOf(filter, say)
  const begun = tried.tried > 0
  return (
    <section className="mending" aria-busy={working}>
      {(found !== null || !countable) && (
        <p>
          {countable
            ? filled(say(DEAD.waitingNow), { found: count(found), which })
            : filled(say(DEAD.waitingUncounted), { which })}{' '}
          {say(DEAD.togetherHint)}
        </p>
      )}
      <label>
        {say(DEAD.why)}
        <input value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <p className="deeds">
        <button
          type="button"
          className="button main"
          disabled={working || (countable && !found) || tried.ended || why.trim() === ''}
          onClick={send}
        >
          {begun && !tried.ended
            ? say(DEAD.goOn)
            : `${say(DEAD.confirmTogether)} ${found ? count(found) : ''}`}
        </button>
        {working && (
          <button
            type="button"
            className="button"
            disabled={stopping}
            onClick={() => {
              stopped.current = true
              setStopping(true)
            }}
          >
            {say(stopping ? DEAD.stopping : DEAD.stop)}
          </button>
        )}
      </p>
      {working && <Progress tried={tried.tried} found={found} />}
      <div role="status">
        {fault && (
          <p className="outcome" data-tone="bad">
            {SIGNS.bad} {say(DEAD.failed)} {fault}
          </p>
        )}
        {!working && (begun || tried.ended) && <Closing tried={tried} found={found} />}
      </div>
    </section>
  )
}

function Progress({ tried, found }: { tried: number; found: number | null }) {
  const say = useWords()
  return (
    <label className="progress">
      {filled(say(found === null ? DEAD.tryingUncounted : DEAD.trying), {
        tried: count(tried),
        found: count(found),
      })}
      {/* Without a value it moves without saying how far. */}
      <progress {...(found !== null && { value: Math.min(tried, found), max: found })} />
    </label>
  )
}

/** How it ended: sent, would be rejected again, left; then each outcome by itself. */
function Closing({ tried, found }: { tried: Tried; found: number | null }) {
  const say = useWords()
  if (tried.ended && tried.tried === 0) return <p>{say(DEAD.noneWaiting)}</p>
  const sums = sumsOf(tried)
  // All were tried that waited when it began; what came meanwhile is not among them.
  const left = tried.ended ? 0 : found === null ? null : Math.max(0, found - tried.tried)
  const values = {
    tried: count(tried.tried),
    sent: count(sums.sent),
    refused: count(sums.refused),
    other: count(sums.other),
    left: count(left),
  }
  const parts = [
    DEAD.triedSent,
    DEAD.triedRefused,
    ...(sums.other > 0 ? [DEAD.triedOther] : []),
    left === null ? DEAD.triedLeftUncounted : DEAD.triedLeft,
  ]
  return (
    <>
      <p className="closing">
        <b>{filled(say(tried.ended ? DEAD.triedAll : DEAD.triedSome), values)}</b>
        {': '}
        {parts.map((part) => filled(say(part), values)).join('; ')}.
      </p>
      <ul>
        {Object.entries(tried.outcomes).map(([outcome, records]) => {
          const { word, tone } = OUTCOME_SHOWN[outcome as keyof typeof OUTCOME_SHOWN]
          return (
            <li key={outcome} className="outcome" data-tone={tone}>
              <span aria-hidden="true">{SIGNS[tone]}</span> <b>{count(records)}</b> {say(word)}
            </li>
          )
        })}
      </ul>
    </>
  )
}
