import type { Reason } from '@ioc/schemas'

/** Beyond these a header, a ledger row or an answer would grow with the event: sixty thousand unknown fields are one fault, not sixty thousand. */
export const REASONS_MAX = 50

/** The first reasons, and how many more there are. */
export const fewReasons = (reasons: readonly Reason[]): Reason[] =>
  reasons.length <= REASONS_MAX
    ? [...reasons]
    : [
        ...reasons.slice(0, REASONS_MAX),
        {
          path: '',
          code: 'more-reasons',
          message: `and ${reasons.length - REASONS_MAX} more; mend these first`,
        },
      ]
