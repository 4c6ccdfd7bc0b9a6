import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { type Operator, useOperator } from '../api/operator.ts'
import { useWords } from '../view.tsx'
import { DEAD } from '../words/dead-letters.ts'
import { OperatorKey } from './operator-key.tsx'

type DialogProps = {
  title: string
  close(): void
  /** What stands in it once an operator's key is known; `refused` asks for another. */
  children(operator: Operator, refused: () => void): ReactNode
}

/** A dialog in which an operator does something: asks for the key where none is known yet. */
export function OperatorDialog({ title, close, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const [operator, setOperator] = useOperator()
  const [keyRefused, setKeyRefused] = useState(false)
  const say = useWords()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="dead-letter" aria-labelledby={id} onClose={close}>
      <header>
        <h3 id={id}>{title}</h3>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {say(DEAD.close)}
        </button>
      </header>
      {operator ? (
        children(operator, () => {
          setKeyRefused(true)
          setOperator(null)
        })
      ) : (
        <OperatorKey use={setOperator} refused={keyRefused} />
      )}
    </dialog>
  )
}
