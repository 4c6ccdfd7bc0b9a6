import { z } from 'zod'
import { instant } from './instant.ts'

/** A short opaque code. Free text never fits: it has no spaces. */
export const code = (what: string, pattern: RegExp, example: string) =>
  z
    .string({ error: `expects ${what} as text, e.g. ${example}` })
    .regex(pattern, { error: `is not ${what}, e.g. ${example}`, abort: true })

/** A whole number a JSON reader keeps exact (below 2^53). */
export const wholeNumber = z
  .number({
    error: 'expects a JSON number; Vietnamese forms such as "1.234,5" are turned into numbers at the source',
  })
  .int({ error: 'expects a whole number within ±2^53' })
  .min(0, { error: 'expects a number of at least 0' })

/** A decimal with at most six places, kept exact as Decimal(24, 6). */
export const decimal = z
  .number({
    error: 'expects a JSON number; Vietnamese forms such as "1.234,5" are turned into numbers at the source',
  })
  .min(-1e15)
  .max(1e15)
  .refine((n) => Math.abs(Math.round(n * 1e6) / 1e6 - n) < 1e-9, {
    error: 'has more than six decimal places',
    params: { reason: 'too-precise' },
  })

/** The system that issued the subject's code; with the code it is the subject, whichever source relays it (design §4). */
export const issuingSystem = code(
  'an issuing system',
  /^[a-z0-9][a-z0-9.-]{1,62}$/,
  'one-stop.lamdong.gov.vn',
)

/** Unit code: GSO code of a province, district or commune, or `H36…` of a department (domain.md §6.1, §8). */
export const unitCode = code(
  'a unit code',
  /^(?:\d{2}|\d{3}|\d{5}|[A-Z]\d{2}(?:\.\d{1,4})*|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}(?:\.\d{1,4})*)$/,
  '24769',
)

const flag = z.boolean({ error: 'expects true or false' })
export const yesNo = flag

/** Fields of every contract. */
export const versioned = {
  issuingSystem,
  /** When the issuing system knew this; the newest wins. More than 10 minutes ahead of arrival is refused. */
  recordedAt: instant,
  /** Order inside one instant; 0 where there is one version alone. */
  sequence: wholeNumber,
  /** True: the subject was told by mistake and counts nowhere. */
  voided: flag,
} as const
