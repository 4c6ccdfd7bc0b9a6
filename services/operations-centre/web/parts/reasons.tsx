import { useWords } from '../view.tsx'
import { DEAD } from '../words/dead-letters.ts'
import { reasonWords } from '../words/reasons.ts'

/** A reason in a few words with its code beside. */
export function ReasonCode({ code }: { code: string }) {
  const say = useWords()
  const words = reasonWords(code)
  return (
    <>
      {words && <span className="reason-word">{say(words)} </span>}
      <code className="code">{code}</code>
    </>
  )
}

type Reason = { path: string; code: string; message: string }

/** Each reason in words and where it lies; the sentence of the ledger, which is the contract's own and English, small behind it. */
export function Reasons({ of }: { of: readonly Reason[] }) {
  const say = useWords()
  return (
    <ul className="why">
      {of.map(({ path, code, message }) => (
        <li key={`${path} ${code}`}>
          <ReasonCode code={code} /> {path ? <code>{path}</code> : say(DEAD.wholeRecord)}{' '}
          <small lang="en">{message}</small>
        </li>
      ))}
    </ul>
  )
}
