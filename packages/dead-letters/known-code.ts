import { contracts } from '@ioc/schemas'
import { jsonSchemaOf } from '@ioc/schemas/events/json-schema.ts'

/**
 * Words our own systems, documents, indicators and respondent groups are named with, beside those of the contracts.
 * None of them is a Vietnamese name or syllable of one; a word that is missing here is masked, which harms nobody.
 */
const OWN_WORDS = `
  access administrative estimate progress amended apology audit bad baocao broken cchc citizen civil classes clean
  council ddn demo department deputy dichvucong digital disbursed district division dossier
  duongdaynong duplicate early edge electricity entered enterprise example feedback field figure
  figures finance first form forms full good gov government half head hotline impact indicator
  inspections ioc khaosat lamdong late leader leaders leadership leave level live message missing
  national official officials opened order organisation pakn payments person plan police portal
  probe procedures processed producer province provincial public published pull push pushed rate
  received recovered reform refused rejected replay reported reports restore road satisfaction
  second security service simulated simulator sipas social source staff steering stop survey system
  tasks test time times traffic twice unit unknown urn voided water wrong`

/** Texts of the contracts that are words of ours: their ids and the choices they offer. */
const choicesIn = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return []
  const { enum: choices } = schema as { enum?: unknown }
  const own = Array.isArray(choices) ? choices.filter((each) => typeof each === 'string') : []
  return [...own, ...Object.values(schema).flatMap(choicesIn)]
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[a-z]{2,}/g) ?? []
const KNOWN_WORDS = new Set([
  ...['vn', 'bc', 'on', 'one', 'pay', 'other', 'online'],
  ...wordsIn(OWN_WORDS),
  ...contracts.flatMap((contract) =>
    [contract.id, ...choicesIn(jsonSchemaOf(contract))]
      .filter((text) => /^[a-z.\d-]+$/.test(text))
      .flatMap(wordsIn),
  ),
])

/** Fewer digits than any citizen's number (9 or 12) or telephone (10) has. */
export const DIGITS_SHOWN_MAX = 8
export const digitsIn = (text: string): number => text.replace(/\D/g, '').length

/** A day or a year of this century as one run of digits, `20240620`, `240620`, `2024`; no telephone starts so. */
const DAY_RUN = /^(?:(?:20\d{2}|[1-3]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|20\d{2})$/
/** The province's own head of codes, `000.00.00.`, before a department's. */
const PROVINCE_HEAD = /^000\.\d{2}\.\d{2}\.(?=[A-Z]\d{2}(?!\d))/
/** A dossier code whose serial may be too short or too long: what is wrong with it must be seen. */
const DOSSIER_CODE = /^(?<unit>[A-Z]\d{2}(?:\.\d{1,4})*(?:-[A-Z]{1,3}\d{1,4})?)-(?<day>\d{6}|\d{8})-\d{1,7}$/
/** As dice throw it, version and variant included; a last group of digits alone could be somebody's number. */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-(?=\d*[a-f])[\da-f]{12}$/
/** `H36`, `X0001`, `s42`, `6t`: one letter names nobody. */
const LETTER_AND_DIGITS = /^(?:[A-Za-z]\d{1,6}|\d{1,6}[A-Za-z])$/

/**
 * True for a code out of which nobody can be read: every word in it is one of ours, and its digits are fewer than anybody's
 * number has, a day beside a word of ours aside (`PAKN-20240620-0001`). When in doubt, false.
 */
export const isKnownCode = (text: string): boolean => {
  if (text.length > 128 || !/^[\w.:/@+-]+$/.test(text)) return false
  if (UUID.test(text)) return true
  const code = text.replace(PROVINCE_HEAD, '')
  const { unit = '', day = '' } = DOSSIER_CODE.exec(code)?.groups ?? {}
  if (DAY_RUN.test(day) && digitsIn(unit) <= DIGITS_SHOWN_MAX) return true
  const parts = code.split(/[.:/@+_-]+/).filter((part) => part !== '')
  const words = parts.filter((part) => KNOWN_WORDS.has(part.toLowerCase()))
  const letters = parts.filter((part) => /^[A-Za-z]$/.test(part))
  const others = parts.filter((part) => !words.includes(part) && !letters.includes(part))
  if (!others.every((part) => /^\d+$/.test(part) || LETTER_AND_DIGITS.test(part))) return false
  // `d-1` is an id; `N.V` and `n` alone are somebody's initials.
  if (letters.length > 1 || (letters.length === 1 && others.length === 0)) return false
  const days = words.length > 0 ? others.filter((part) => DAY_RUN.test(part)).slice(0, 1) : []
  return digitsIn(code) - days.join('').length <= DIGITS_SHOWN_MAX
}
