import { bearerOf, OperatorFault, type Operators } from '@ioc/operators'
import { Refused } from './refused.ts'

/** True if the header carries an operator's token: a named one, or the data folder's own key. */
export const isOperator = (operators: Operators, authorization: string | undefined): boolean =>
  nameOf(operators, authorization) !== null

/**
 * The name of the operator whose token the header carries.
 * @throws Refused (401) where it carries none
 */
export const requireOperator = (operators: Operators, authorization: string | undefined): string => {
  const name = nameOf(operators, authorization)
  if (name !== null) return name
  throw new Refused({
    status: 401,
    code: 'operator-key',
    detail:
      'Send Authorization: Bearer <token>: an operator’s token (npm run keys -- operator new <name>), or the key in keys/operator of the data folder.',
  })
}

/** Nobody is an operator where the tokens cannot be read, and a read that is open to all stays open. */
const nameOf = (operators: Operators, authorization: string | undefined): string | null => {
  const token = bearerOf(authorization)
  if (token === null) return null
  try {
    return operators.nameOf(token)
  } catch (error) {
    if (!(error instanceof OperatorFault)) throw error
    throw new Refused({ status: 503, code: 'operators-unreadable', detail: `${error.message}.` })
  }
}
