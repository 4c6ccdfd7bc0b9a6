import { z } from 'zod'
import { code } from '../events/fields.ts'
import { readInstant } from '../events/instant.ts'

/** Days that were found in the calendar: a body names the same few days forty thousand times. */
const known = new Set<string>()
const KNOWN_MAX = 10_000

const isOfCalendar = (text: string): boolean => {
  if (known.has(text)) return true
  if (typeof readInstant(text) !== 'number') return false
  if (known.size >= KNOWN_MAX) known.clear()
  known.add(text)
  return true
}

/** A calendar day in Asia/Ho_Chi_Minh that exists: 2024-02-30 does not. */
export const day = code('a calendar day', /^\d{4}-\d{2}-\d{2}$/, '2024-06-30').refine(isOfCalendar, {
  error: 'is no day of the calendar',
})

/** An instant that stays text, so that its bytes stay the same: 2024-06-30T23:59:59.999+07:00. */
export const instantText = code(
  'an instant with offset',
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/,
  '2024-06-30T23:59:59.999+07:00',
).refine((text) => typeof readInstant(text) === 'number', { error: 'is no instant of the calendar' })

/** Groups, levels, flags: lower-case words joined by hyphens or points. */
export const word = code('a short name', /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/, 'dossier')

export const digest = code('a digest', /^sha-256:[0-9a-f]{64}$/, `sha-256:${'0'.repeat(64)}`)

/** Ed25519, 64 bytes; the last character has two bits only, so each signature has one spelling. */
const SIGNATURE = '[A-Za-z0-9_-]{85}[AQgw]'

/** A detached JWS in compact form, RFC 7515 appendix F: `<protected>..<signature>`. */
export const detachedSignature = code(
  'a detached JWS',
  new RegExp(`^[A-Za-z0-9_-]+\\.\\.${SIGNATURE}$`),
  '<protected>..<signature>',
)

const EXACT = /^-?\d{1,16}(?:\.\d{1,6})?$/

/** Nearly every half is a count, which needs no text. */
export const isExact = (n: number): boolean => Number.isSafeInteger(n) || EXACT.test(String(n))

/** A number whose decimal text has at most six places and no exponent, so that sums over it can be exact. */
export const exactNumber = z
  .number({ error: 'expects a JSON number' })
  .refine(isExact, { error: 'is not a decimal of at most 16 digits and six places' })

export const revision = z.int({ error: 'expects a whole number' }).min(1, { error: 'expects at least 1' })
export const count = z.int({ error: 'expects a whole number' }).min(0, { error: 'expects at least 0' })
