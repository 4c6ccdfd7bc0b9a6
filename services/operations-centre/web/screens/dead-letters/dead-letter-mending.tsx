import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ContractsAnswer, DeadLetterDetail, OpenedDeadLetter, ReplayAnswer } from '../../api/answers.ts'
import { changesBetween, MaskEdited } from '../../api/json-changes.ts'
import { jsonFaultOf } from '../../api/json-fault.ts'
import { act, type Operator, Problem } from '../../api/operator.ts'
import { usePoll } from '../../api/poll.ts'
import { count, filled } from '../../format.ts'
import { Choice } from '../../parts/choice.tsx'
import { ProblemSaid } from '../../parts/problem-said.tsx'
import { type Reason, Reasons } from '../../parts/reasons.tsx'
import { useWords } from '../../view.tsx'
import { DEAD, OUTCOME_SHOWN } from '../../words/dead-letters.ts'
import { MEND } from '../../words/mending.ts'
import { SIGNS } from '../../words/states.ts'
import { pathText } from './form/event.ts'
import { EventForm } from './form/form.tsx'

const WAYS = ['form', 'json'] as const
type Way = (typeof WAYS)[number]

const parsed = (text: string): { json: unknown } | null => {
  try {
    return { json: JSON.parse(text) as unknown }
  } catch {
    return null // said by the verdict, with its line and column
  }
}

/** True where a reason is about a place, or about something inside it. */
const isAbout = ({ path }: Reason, at: string): boolean => {
  const place = path.replace(/^headers\.ce_/, '')
  return place === at || place.startsWith(`${at}.`)
}

/** Whoever pauses for so long wants to know; each asking opens sealed bytes and stands in the audit, so not at every key. */
const PAUSE_MS = 1_000

type MendingProps = {
  position: string
  state: DeadLetterDetail['state']
  /** Why the ledger has it here. */
  reasons: readonly Reason[]
  operator: Operator
  /** Ask for the key again: it was refused, or is to be forgotten. */
  forget(refused: boolean): void
  /** Something was done: the history has changed. */
  done(): void
}

/** What an operator does: open it masked, change it by a form or as JSON, see the verdict, send it; or set it aside with a word why. */
export function DeadLetterMending({ position, state, reasons, operator, forget, done }: MendingProps) {
  const [content, setContent] = useState<OpenedDeadLetter | null>(null)
  const [text, setText] = useState('')
  const [why, setWhy] = useState('')
  const [verdict, setVerdict] = useState<ReplayAnswer | null>(null)
  const [fault, setFault] = useState<ReactNode>(null)
  const [working, setWorking] = useState(false)
  const [asOpened, setAsOpened] = useState('')
  const [way, setWay] = useState<Way>('form')
  /** What the last verdict found, without what was changed since: it was of another value. */
  const [wrong, setWrong] = useState(reasons)
  const contracts = usePoll<ContractsAnswer>(content === null ? null : '/v1/contracts', null)
  /** The verdict that is being asked for while somebody writes; what they do next makes it void. */
  const asking = useRef<AbortController | null>(null)
  const say = useWords()

  /** Does one thing, and says what went wrong with it. */
  const attempt = async (work: () => Promise<void>) => {
    asking.current?.abort()
    setWorking(true)
    setFault(null)
    setVerdict(null)
    try {
      await work()
      done()
    } catch (error) {
      setFault(faultOf(error))
      if (error instanceof Problem && error.status === 401) forget(true)
    }
    setWorking(false)
  }
  const faultOf = (error: unknown): ReactNode => {
    if (error instanceof SyntaxError) return brokenAt()
    if (error instanceof MaskEdited) return `${say(DEAD.maskEdited)} ${error.path.join('.')}`
    if (error instanceof Problem)
      return (
        <>
          {say(DEAD.failed)} <ProblemSaid of={error.said} />
        </>
      )
    return `${say(DEAD.failed)} ${say(DEAD.noAnswer)}`
  }
  const brokenAt = () => {
    const { line, column } = jsonFaultOf(text) ?? { line: 1, column: 1 }
    return filled(say(DEAD.brokenJson), { line: count(line), column: count(column) })
  }
  const post = <Answer,>(name: string, body: object) =>
    act<Answer>(operator, `/v1/dead-letters/${position}/${name}`, {
      ...(why.trim() ? { why: why.trim() } : {}),
      ...body,
    })

  const open = () =>
    attempt(async () => {
      const opened = await post<OpenedDeadLetter>('open', {})
      setContent(opened)
      setWrong(reasons)
      const shown = JSON.stringify(opened.event ?? {}, null, 2)
      setText(shown)
      setAsOpened(shown)
    })
  const ask = (name: 'verdict' | 'mend') =>
    post<ReplayAnswer>(name, { changes: changesBetween(content?.event ?? {}, JSON.parse(text)) })
  const told = (judged: ReplayAnswer) => {
    setVerdict(judged)
    setWrong(judged.reasons)
  }
  const judge = (name: 'verdict' | 'mend') => attempt(async () => told(await ask(name)))
  const judgeWhileWriting = async (isVoid: AbortSignal) => {
    try {
      const judged = await ask('verdict')
      if (isVoid.aborted) return
      told(judged)
      setFault(null)
    } catch (error) {
      if (isVoid.aborted) return
      setFault(faultOf(error))
      if (error instanceof Problem && error.status === 401) forget(true)
    }
  }
  const latest = useRef(judgeWhileWriting)
  latest.current = judgeWhileWriting
  useEffect(() => {
    if (text === asOpened) return
    const writing = new AbortController()
    asking.current = writing
    const timer = setTimeout(() => writing.signal.aborted || latest.current(writing.signal), PAUSE_MS)
    return () => {
      writing.abort()
      clearTimeout(timer)
    }
  }, [text, asOpened])
  const setAside = (word: 'drop' | 'reopen') => attempt(async () => void (await post(word, {})))

  const write = (next: string) => {
    setText(next)
    setVerdict(null) // it was of another text
    setFault(null)
  }
  const fields = contracts.data?.contracts.find(({ id }) => id === position.split('/')[0])?.fields
  const event = parsed(text)

  return (
    <section className="mending" aria-busy={working}>
      <label>
        {say(DEAD.why)}
        <input value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
      </label>
      {content === null ? (
        <>
          <button type="button" className="button" disabled={working} onClick={open}>
            {say(DEAD.openContent)}
          </button>
          <p className="hint">{say(DEAD.openHint)}</p>
        </>
      ) : (
        <>
          {content.outline && (
            <>
              <p className="hint">{say(DEAD.notJson)}</p>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
              <pre tabIndex={0}>{content.outline.outline}</pre>
              <p className="hint">{say(DEAD.newData)}</p>
            </>
          )}
          {fields && (
            <Choice
              label={say(MEND.way)}
              options={WAYS.map((value) => ({ value, text: say(MEND[value]) }))}
              chosen={way}
              choose={(chosen) => setWay(chosen)}
            />
          )}
          {fields && way === 'form' && event === null && <p className="hint">{say(MEND.formNeedsJson)}</p>}
          {fields && way === 'form' && event !== null && (
            <EventForm
              event={event.json}
              fields={fields}
              reasons={wrong}
              change={(next, path) => {
                const at = pathText(path)
                setWrong((now) => now.filter((reason) => !isAbout(reason, at)))
                write(JSON.stringify(next, null, 2))
              }}
            />
          )}
          {(!fields || way === 'json') && (
            <label>
              {say(DEAD.event)}
              <textarea
                spellCheck={false}
                rows={Math.min(24, text.split('\n').length + 1)}
                value={text}
                onChange={(event) => write(event.target.value)}
              />
            </label>
          )}
          <p className="hint">{say(DEAD.eventHint)}</p>
          <p className="deeds">
            <button type="button" className="button" disabled={working} onClick={() => judge('verdict')}>
              {say(DEAD.seeVerdict)}
            </button>
            <button
              type="button"
              className="button main"
              disabled={working || verdict?.outcome !== 'would-be-kept'}
              onClick={() => judge('mend')}
            >
              {say(DEAD.send)}
            </button>
          </p>
        </>
      )}
      <div role="status">
        {working && <p>{say(DEAD.working)}</p>}
        {fault && (
          <p className="outcome" data-tone="bad">
            {SIGNS.bad} {fault}
          </p>
        )}
        {verdict && <Outcome verdict={verdict} />}
      </div>
      <p className="deeds">
        <button
          type="button"
          className="button small"
          disabled={working || why.trim() === ''}
          onClick={() => setAside(state === 'dropped' ? 'reopen' : 'drop')}
        >
          {say(state === 'dropped' ? DEAD.reopen : DEAD.drop)}
        </button>
        <span className="hint">{say(DEAD.dropHint)}</span>
        <button type="button" className="button small" onClick={() => forget(false)}>
          {say(DEAD.forgetKey)}
        </button>
      </p>
    </section>
  )
}

function Outcome({ verdict: { outcome, at, reasons } }: { verdict: ReplayAnswer }) {
  const say = useWords()
  const { word, tone } = OUTCOME_SHOWN[outcome]
  return (
    <div className="outcome" data-tone={tone}>
      <p>
        <span aria-hidden="true">{SIGNS[tone]}</span> <b>{say(word)}</b> {at && <code>{at}</code>}
      </p>
      <Reasons of={reasons} />
    </div>
  )
}
