import type { Polled } from '../../api/poll.ts'
import { ProblemSaid } from '../../parts/problem-said.tsx'
import { useWords } from '../../view.tsx'
import { NUM } from '../../words/numbers.ts'

/** The service answered that what the address asks for is not there, and why, with the nearest names. */
export function Refusal({ polled }: { polled: Polled<unknown> }) {
  const say = useWords()
  if (!polled.refusal) return null
  return (
    <p className="refusal" role="alert" data-tone="bad">
      <b>{say(NUM.refused)}</b> <ProblemSaid of={polled.refusal} />
    </p>
  )
}
