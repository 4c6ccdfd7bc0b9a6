import type { Reason } from '@ioc/schemas'
import { isPersonalName } from '@ioc/schemas/personal-data.ts'
import { isReasonCode, type ReasonCode } from '@ioc/schemas/reason-codes.ts'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/

/** A path a person can follow; a segment that is no plausible field name is shown as `?`, since it could be data. */
export const pathText = (path: readonly PropertyKey[]): string =>
  ['data', ...path]
    .map((segment) =>
      typeof segment === 'number' || FIELD_NAME.test(String(segment)) ? String(segment) : '?',
    )
    .join('.')

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], input)

const VIETNAMESE_NUMBER = /^-?\d{1,3}(?:\.\d{3})*(?:,\d+)?$|^-?\d+,\d+$/

const codeOf = (issue: Issue, value: unknown): ReasonCode => {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return 'missing-field'
      if (issue.expected === 'number' && typeof value === 'string' && VIETNAMESE_NUMBER.test(value.trim()))
        return 'vietnamese-number'
      if (issue.expected === 'int') return 'not-exact'
      return 'wrong-type'
    case 'invalid_format':
      return 'wrong-format'
    case 'invalid_value':
      return 'unknown-value'
    case 'too_big':
    case 'too_small':
      return 'out-of-range'
    case 'invalid_key':
      return 'wrong-format'
    case 'custom':
      return isReasonCode(issue.params?.reason) ? issue.params.reason : 'wrong-value'
    default:
      return 'wrong-value'
  }
}

/** Unknown fields of one issue: a personal name is a reason of its own. */
const unknownFields = (issue: Issue & { code: 'unrecognized_keys' }): Reason[] =>
  issue.keys.map((key) =>
    isPersonalName(key)
      ? {
          path: pathText([...issue.path, key]),
          code: 'personal-data',
          message:
            'names a person or holds free text; such fields stop at the edge: send the event without it',
        }
      : {
          path: pathText([...issue.path, key]),
          code: 'unknown-field',
          message:
            'is not in this version of the contract: correct the name, or send it with a version that knows it',
        },
  )

/** Contracts say what they expect in our words; a list of values that says nothing itself is told in the same. */
const messageOf = (issue: Issue, code: ReasonCode): string => {
  if (code === 'missing-field') return 'is missing'
  return issue.code === 'invalid_value' && issue.message.startsWith('Invalid option')
    ? `expects one of ${issue.values.map(String).join(', ')}`
    : issue.message
}

/** What zod found, as reasons: path, stable code, a sentence without any value of the record. */
export const reasonsOf = (issues: readonly Issue[], input: unknown): Reason[] =>
  issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return unknownFields(issue)
    const value = valueAt(input, issue.path)
    const code = codeOf(issue, value)
    return [{ path: pathText(issue.path), code, message: messageOf(issue, code) }]
  })
