import { useSyncExternalStore } from 'react'
import { readSaidNo, type SaidNo } from './said-no.ts'

/** Who works here, and the key that proves an operator; kept until the window is closed, and in no other place. */
export type Operator = { key: string; name: string }

const PLACE = 'operator'

const stored = (): Operator | null => {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as Operator | null
  } catch {
    return null // not ours: asked again
  }
}

let known = stored()
const told = new Set<() => void>()
const onChange = (tell: () => void) => {
  told.add(tell)
  return () => void told.delete(tell)
}

/** One operator for the whole page: a key entered in one place is known in all. */
export function useOperator(): [Operator | null, (operator: Operator | null) => void] {
  return [useSyncExternalStore(onChange, () => known), setOperator]
}

function setOperator(next: Operator | null) {
  known = next
  if (next) sessionStorage.setItem(PLACE, JSON.stringify(next))
  else sessionStorage.removeItem(PLACE)
  for (const tell of told) tell()
}

/** The server said no. */
export class Problem extends Error {
  readonly said: SaidNo
  readonly status: number
  constructor(said: SaidNo) {
    super(said.detail)
    this.name = 'Problem'
    this.said = said
    this.status = said.status
  }
}

/** The header that proves an operator; a key no header can hold is none, and is refused as such. */
export const provenBy = (operator: Operator | null): Record<string, string> =>
  operator && /^[\x21-\x7e]+$/.test(operator.key) ? { authorization: `Bearer ${operator.key}` } : {}

/** Whether the key is an operator's; throws where the server does not answer. */
export const isProven = async (operator: Operator): Promise<boolean> => {
  const answer = await fetch('/v1/operator', {
    headers: provenBy(operator),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    cache: 'no-store',
  })
  if (!answer.ok && answer.status !== 401) throw new Problem(await readSaidNo(answer))
  return answer.ok
}

const ANSWER_WITHIN_MS = 60_000

/** Does something as an operator, named as `actor`; throws Problem where the server refuses. */
export const act = <Answer>(operator: Operator, path: string, body: object): Promise<Answer> =>
  post<Answer>(operator, path, { ...body, ...(operator.name ? { actor: operator.name } : {}) })

/** Posts with the operator's key; throws Problem where the server refuses. */
export async function post<Answer>(operator: Operator, path: string, body: object): Promise<Answer> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...provenBy(operator) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    cache: 'no-store',
  })
  if (answer.ok) return (await answer.json()) as Answer
  throw new Problem(await readSaidNo(answer))
}
