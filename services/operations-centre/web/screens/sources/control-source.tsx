import type { Source } from '../../../sources/sources.ts'
import { type Operator, post } from '../../api/operator.ts'
import { OperatorAction } from '../../parts/operator-action.tsx'
import type { Words } from '../../view.tsx'
import { SAY } from '../../words/page.ts'
import { SOURCE } from '../../words/sources.ts'

export const CONTROLS = ['hold', 'release'] as const
export type ControlVerb = (typeof CONTROLS)[number]

const SAID: Record<ControlVerb, { title: Words; hint: Words }> = {
  hold: { title: SOURCE.hold, hint: SOURCE.holdHint },
  release: { title: SAY.release, hint: SAY.releaseHint },
}

type ControlProps = { source: Source; verb: ControlVerb; close(): void }

/** Holds a source at its producer, or lets it flow again, once an operator has said why. */
export function ControlSource({ source: { source, contract }, verb, close }: ControlProps) {
  const run = async (operator: Operator, why: string) => {
    await post(operator, `/v1/sources/${encodeURIComponent(source)}/${verb}`, {
      why,
      ...(operator.name ? { by: operator.name } : {}),
      ...(contract ? { contract } : {}),
    })
    return null // the list says what became of it
  }
  return <OperatorAction {...SAID[verb]} subject={source} run={run} close={close} />
}
