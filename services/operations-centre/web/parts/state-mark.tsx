import { useWords } from '../view.tsx'
import { type Shown, SIGNS } from '../words/states.ts'

/** A state: sign and colour, the word, and the meaning for who hovers or listens. */
export function StateMark({ shown }: { shown: Shown }) {
  const say = useWords()
  return (
    <span className="state" data-tone={shown.tone} title={say(shown.meaning)}>
      <span aria-hidden="true">{SIGNS[shown.tone]}</span> {say(shown.word)}
      <span className="hidden">: {say(shown.meaning)}</span>
    </span>
  )
}
