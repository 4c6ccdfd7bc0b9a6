import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Source } from '../../../sources/sources.ts'
import { type Operator, Problem, post, useOperator } from '../../api/operator.ts'
import { OperatorKey } from '../../parts/operator-key.tsx'
import { useWords } from '../../view.tsx'
import { DEAD } from '../../words/dead-letters.ts'
import { SAY } from '../../words/page.ts'
import { SIGNS } from '../../words/states.ts'

type ReleaseProps = { source: Source; close(): void }

/** Lets a held source flow again, once an operator has said why. */
export function ReleaseSource({ source, close }: ReleaseProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [operator, setOperator] = useOperator()
  const [keyRefused, setKeyRefused] = useState(false)
  const say = useWords()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="dead-letter" aria-labelledby="release-title" onClose={close}>
      <header>
        <h3 id="release-title">
          {say(SAY.release)} <code>{source.source}</code>
        </h3>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {say(DEAD.close)}
        </button>
      </header>
      {operator ? (
        <Confirm
          source={source}
          operator={operator}
          refused={() => {
            setKeyRefused(true)
            setOperator(null)
          }}
          done={() => dialog.current?.close()}
        />
      ) : (
        <OperatorKey use={setOperator} refused={keyRefused} />
      )}
    </dialog>
  )
}

type ConfirmProps = { source: Source; operator: Operator; refused(): void; done(): void }

function Confirm({ source: { source, contract }, operator, refused, done }: ConfirmProps) {
  const [why, setWhy] = useState('')
  const [working, setWorking] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const say = useWords()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setWorking(true)
    setFault(null)
    try {
      await post(operator, `/v1/sources/${encodeURIComponent(source)}/release`, {
        why: why.trim(),
        ...(operator.name ? { by: operator.name } : {}),
        ...(contract ? { contract } : {}),
      })
      return done()
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return refused()
      setFault(error instanceof Problem ? error.message : say(DEAD.noAnswer))
    }
    setWorking(false)
  }
  return (
    <form className="mending" aria-busy={working} onSubmit={submit}>
      <p>{say(SAY.releaseHint)}</p>
      <label>
        {say(DEAD.why)}
        <input required value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
      </label>
      <button type="submit" className="button main" disabled={working || why.trim() === ''}>
        {say(SAY.release)}
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
