import { textOf as cellText } from '@ioc/connectors/texts/tidy.ts'
import { vietnameseYesNo } from '@ioc/connectors/texts/yes-no.ts'
import { named } from './names.ts'

/** Text of a field, whatever JSON type a vendor chose; absent is empty. */
export const textOf = (told: unknown): string => cellText(told) ?? ''

/** A code without the zeros some vendors fill it up with: `04` is 4. */
export const codeOf = (told: unknown): string => textOf(told).replace(/^0+(?=\d)/, '')

export const isYes = (told: unknown): boolean => vietnameseYesNo(told) === true

/** Objects of a nested list; some vendors send the list as JSON text, a single entry without its list, or names alone. */
export const entriesOf = (told: unknown): Readonly<Record<string, unknown>>[] => {
  const list = Array.isArray(told) ? told : told === null || told === undefined ? [] : [told]
  return list.flatMap((each) => {
    if (typeof each === 'object' && each !== null) return [each as Record<string, unknown>]
    const text = textOf(each)
    if (text === '') return []
    if (!/^[[{]/.test(text)) return [{ value: text }]
    try {
      return entriesOf(JSON.parse(text))
    } catch {
      return [{ value: text }] // no JSON after all: it is shown to nobody, and a condition on it is false
    }
  })
}

/** The same under the names this source reads. */
export const namedEntriesOf = (told: unknown) => entriesOf(told).map(named)
