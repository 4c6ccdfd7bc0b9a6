import type { PushKeys } from '@ioc/source/push-key.ts'
import { Refused } from './refused.ts'

/** Throws Refused (401) unless the header carries the operator's key: the data folder's `keys/operator`, which the snapshot publisher takes too. */
export const requireOperator = (keys: PushKeys, authorization: string | undefined): void => {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  if (token && keys.sourcesOf(token)?.has('operator')) return
  throw new Refused({
    status: 401,
    code: 'operator-key',
    detail:
      'Send Authorization: Bearer <key>; the key of operators lies in the data folder under keys/operator.',
  })
}
