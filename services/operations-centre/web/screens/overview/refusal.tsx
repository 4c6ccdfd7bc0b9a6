import type { Polled } from '../../api/poll.ts'
import { useWords } from '../../view.tsx'
import { NUM } from '../../words/numbers.ts'

/** The service answered that what the address asks for is not there, and why; it knows the nearest names. */
export function Refusal({ polled }: { polled: Polled<unknown> }) {
  const say = useWords()
  if (!polled.refusal) return null
  return (
    <p className="refusal" role="alert" data-tone="bad">
      <b>{say(NUM.refused)}</b> {polled.refusal}
    </p>
  )
}
