import { useView, useWords } from '../view.tsx'
import { DEAD } from '../words/dead-letters.ts'
import { reasonWords } from '../words/reasons.ts'
import { vietnameseOf } from '../words/sentences.ts'

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

export type Reason = { path: string; code: string; message: string }

/** What exactly is wrong: which bound, which codes are near. One that this page has no Vietnamese for is shown as it came, marked as English. */
export function ReasonSentence({ of: { message } }: { of: Reason }) {
  return <Sentence text={message} />
}

/** A sentence that is kept or told in English, in the language of the page. */
export function Sentence({ text }: { text: string }) {
  const { language } = useView()
  const vietnamese = language === 'vi' ? vietnameseOf(text) : null
  return vietnamese === null ? <small lang="en">{text}</small> : <small>{vietnamese}</small>
}

/** A reason beside the field it is about. */
export function ReasonText({ reason }: { reason: Reason }) {
  const say = useWords()
  const words = reasonWords(reason.code)
  return (
    <>
      <b>{words ? say(words) : reason.code}</b>: <ReasonSentence of={reason} />
    </>
  )
}

/** Each reason in words, where it lies, and what exactly is wrong there. */
export function Reasons({ of }: { of: readonly Reason[] }) {
  const say = useWords()
  return (
    <ul className="why">
      {of.map((reason) => (
        <li key={`${reason.path} ${reason.code}`}>
          <ReasonCode code={reason.code} /> {reason.path ? <code>{reason.path}</code> : say(DEAD.wholeRecord)}{' '}
          <ReasonSentence of={reason} />
        </li>
      ))}
    </ul>
  )
}
