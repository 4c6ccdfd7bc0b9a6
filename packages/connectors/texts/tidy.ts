/**
 * Every reader of this folder takes a cell or field as it came and gives one of three: the value; null where nothing stood there; or the
 * text as it was where it cannot be read, which the contract then refuses by name and path, and a person mends.
 */
export type AsRead<T> = T | string | null

/** Zero-width spaces, joiners, soft hyphens and a byte order mark in the middle of a file: seen by no one, and equal to nothing. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
/** Non-breaking, thin and figure spaces, tabs and line ends inside a cell. */
const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g

/** Most texts are tidy already, and to see that costs a tenth of making them so. */
const TIDY = /^[!-~\u00c0-\u02af\u1e00-\u1eff]*(?: [!-~\u00c0-\u02af\u1e00-\u1eff]+)*$/

/** A text as a person sees it: NFC (keyboards and old files write NFD), one plain space between words, none around. */
export const tidy = (text: string): string =>
  TIDY.test(text) ? text : text.normalize('NFC').replace(INVISIBLE, '').replace(SPACES, ' ').trim()

/** The tidy text of a cell; null for an empty one. Numbers and yes/no of a spreadsheet come as text too. */
export const textOf = (value: unknown): string | null => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? tidy(value) || null : null
}

/** Two texts are one name where they differ in case, spaces or composition alone. */
export const sameName = (text: string): string => tidy(text).toLocaleLowerCase('vi')
