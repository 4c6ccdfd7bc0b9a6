import { wantedType } from '@ioc/health'
import { Refused } from './refused.ts'

/**
 * The offered media type a client wants most, the first of equals; the first one for who says nothing.
 * @throws Refused (406) where none is wanted
 */
export const negotiate = <Type extends string>(
  accept: string | undefined,
  offered: readonly Type[],
): Type => {
  const type = wantedType(accept, offered)
  if (type !== null) return type
  throw new Refused({
    status: 406,
    code: 'not-acceptable',
    detail: `This address answers with ${offered.join(' or ')}; the Accept header takes neither.`,
    offered,
  })
}
