import { type FormEvent, useState } from 'react'
import { isProven, type Operator } from '../api/operator.ts'
import { useWords } from '../view.tsx'
import { DEAD } from '../words/dead-letters.ts'

type KeyProps = { refused: boolean; use(operator: Operator): void }

/** Asks once for the operator's token, and a name to stand beside the token's. It is checked before anything is written with it. */
export function OperatorKey({ refused, use }: KeyProps) {
  const [key, setKey] = useState('')
  const [name, setName] = useState('')
  const say = useWords()
  const [checked, setChecked] = useState<'not-yet' | 'checking' | 'wrong' | 'no-answer'>('not-yet')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const operator = { key: key.trim(), name: name.trim() }
    setChecked('checking')
    try {
      if (await isProven(operator)) return use(operator)
      setChecked('wrong')
    } catch {
      setChecked('no-answer') // said below; what was typed stays
    }
  }
  const isWrong = checked === 'wrong' || (refused && checked === 'not-yet')
  return (
    <form className="operator" onSubmit={submit}>
      <label>
        {say(DEAD.operatorKey)}
        <input
          type="password"
          autoComplete="off"
          required
          value={key}
          aria-invalid={isWrong}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      <label>
        {say(DEAD.operatorName)}
        <input autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <button type="submit" className="button" disabled={checked === 'checking'}>
        {say(DEAD.useKey)}
      </button>
      {isWrong && <p role="alert">{say(DEAD.wrongKey)}</p>}
      {checked === 'no-answer' && (
        <p role="alert">
          {say(DEAD.failed)} {say(DEAD.noAnswer)}
        </p>
      )}
      <p className="hint">{say(DEAD.keyHint)}</p>
    </form>
  )
}
