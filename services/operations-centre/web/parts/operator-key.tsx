import { type FormEvent, useState } from 'react'
import type { Operator } from '../api/operator.ts'
import { useWords } from '../view.tsx'
import { DEAD } from '../words/dead-letters.ts'

type KeyProps = { refused: boolean; use(operator: Operator): void }

/** Asks once for the operator's token, and a name to stand beside the token's. */
export function OperatorKey({ refused, use }: KeyProps) {
  const [key, setKey] = useState('')
  const [name, setName] = useState('')
  const say = useWords()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    use({ key: key.trim(), name: name.trim() })
  }
  return (
    <form className="operator" onSubmit={submit}>
      <label>
        {say(DEAD.operatorKey)}
        <input
          type="password"
          autoComplete="off"
          required
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      <label>
        {say(DEAD.operatorName)}
        <input autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="submit" className="button">
        {say(DEAD.useKey)}
      </button>
      {refused && <p role="alert">{say(DEAD.wrongKey)}</p>}
      <p className="hint">{say(DEAD.keyHint)}</p>
    </form>
  )
}
