import type { Operators } from '@ioc/operators'
import { z } from 'zod'
import { defineOperation, NO_QUERY } from './operation.ts'
import { requireOperator } from './operator.ts'

/** Whose token it is: a wrong one is told before a person has written anything. */
export const whoOperation = (operators: Operators) =>
  defineOperation({
    path: '/v1/operator',
    summary: 'The name of the operator whose token is shown',
    operatorsOnly: true,
    query: NO_QUERY,
    answer: z.object({ operator: z.string() }),
    handle: async (_query, { authorization }) => ({ operator: requireOperator(operators, authorization) }),
  })
