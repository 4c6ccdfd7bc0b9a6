import type { Fault } from '../../routes/problem-codes.ts'
import { useWords } from '../view.tsx'
import { SAY } from '../words/page.ts'
import { ProblemSaid } from './problem-said.tsx'

/** Words of the address that mean nothing here: what is shown instead must not look like what was asked for. */
export function AddressFaults({ of }: { of: readonly Fault[] }) {
  const say = useWords()
  if (of.length === 0) return null
  return (
    <p className="refusal" role="alert" data-tone="warn">
      <b>{say(SAY.notUnderstood)}</b> <ProblemSaid of={{ status: 400, detail: '', parameters: of }} />
    </p>
  )
}
