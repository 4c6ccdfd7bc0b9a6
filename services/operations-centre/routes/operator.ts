import type { PushKeys } from '@ioc/source/push-key.ts'
import { Refused } from './refused.ts'

/** True if the header carries the operator's key: the data folder's `keys/operator`, which the snapshot publisher takes too. */
export const isOperator = (keys: PushKeys, authorization: string | undefined): boolean => {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  return token !== undefined && keys.sourcesOf(token)?.has('operator') === true
}

/** Throws Refused (401) unless the header carries the operator's key. */
export const requireOperator = (keys: PushKeys, authorization: string | undefined): void => {
  if (isOperator(keys, authorization)) return
  throw new Refused({
    status: 401,
    code: 'operator-key',
    detail:
      'Send Authorization: Bearer <key>; the key of operators lies in the data folder under keys/operator.',
  })
}
