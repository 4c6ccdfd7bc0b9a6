import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { type Operator, Problem, useOperator } from '../api/operator.ts'
import { useWords, type Words } from '../view.tsx'
import { DEAD } from '../words/dead-letters.ts'
import { SIGNS } from '../words/states.ts'
import { OperatorKey } from './operator-key.tsx'
import { ProblemSaid } from './problem-said.tsx'

type ActionProps = {
  title: Words
  /** What it is done to. */
  subject: string
  hint: Words
  /** Must it be said why? What only looks needs no reason. */
  needsReason?: boolean
  /** Does it, and gives what is to be shown then; null: there is nothing to show, and the dialog closes. Throws Problem. */
  run(operator: Operator, why: string): Promise<ReactNode>
  close(): void
}

/** Something an operator does to one thing: the key, a word why, a confirmation, and what came of it. */
export function OperatorAction({ title, subject, hint, needsReason = true, run, close }: ActionProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [operator, setOperator] = useOperator()
  const [keyRefused, setKeyRefused] = useState(false)
  const [result, setResult] = useState<ReactNode>(null)
  const [why, setWhy] = useState('') // stays where the key is asked for again
  const say = useWords()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  const done = (result: ReactNode) => (result === null ? dialog.current?.close() : setResult(result))
  const refused = () => {
    setKeyRefused(true)
    setOperator(null)
  }
  return (
    <dialog ref={dialog} className="dead-letter" aria-labelledby="action-title" onClose={close}>
      <header>
        <h3 id="action-title">
          {say(title)} <code>{subject}</code>
        </h3>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {say(DEAD.close)}
        </button>
      </header>
      {result === null &&
        (operator ? (
          <Confirm {...{ title, hint, needsReason, run, operator, refused, done, why, setWhy }} />
        ) : (
          <OperatorKey use={setOperator} refused={keyRefused} />
        ))}
      <div role="status">{result}</div>
    </dialog>
  )
}

type ConfirmProps = Pick<ActionProps, 'title' | 'hint' | 'run'> & {
  needsReason: boolean
  operator: Operator
  refused(): void
  done(result: ReactNode): void
  why: string
  setWhy(why: string): void
}

function Confirm(props: ConfirmProps) {
  const { title, hint, needsReason, run, operator, refused, done, why, setWhy } = props
  const [working, setWorking] = useState(false)
  const [fault, setFault] = useState<ReactNode>(null)
  const say = useWords()
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    setWorking(true)
    setFault(null)
    try {
      return done(await run(operator, why.trim()))
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return refused()
      setFault(error instanceof Problem ? <ProblemSaid of={error.said} /> : say(DEAD.noAnswer))
    }
    setWorking(false)
  }
  // What only looks was confirmed by the button that opened this.
  const atOnce = useRef(needsReason ? null : submit)
  useEffect(() => {
    void atOnce.current?.()
    atOnce.current = null
  }, [])
  return (
    <form className="mending" aria-busy={working} onSubmit={submit}>
      <p>{say(hint)}</p>
      {needsReason && (
        <label>
          {say(DEAD.why)}
          <input required value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
        </label>
      )}
      <button type="submit" className="button main" disabled={working || (needsReason && why.trim() === '')}>
        {say(title)}
      </button>
      <div role="status">
        {fault && (
          <p className="outcome" data-tone="bad">
            {SIGNS.bad} {say(DEAD.failed)} {fault}
          </p>
        )}
      </div>
    </form>
  )
}
