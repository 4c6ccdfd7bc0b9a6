import { useCallback } from 'react'
import { useLocation, useSearch } from 'wouter'

/**
 * What is chosen lives in the address alone, so that a view can be sent to a colleague. These go along from screen to screen;
 * whatever else stands in an address belongs to its own screen.
 */
export const CARRIED = ['lang', 'theme', 'scope', 'date', 'period', 'tree'] as const

/** The address of a screen with what is carried along, and what it is to show. */
export function addressOf(
  path: string,
  now: URLSearchParams,
  own: Readonly<Record<string, string | null>> = {},
): string {
  const words = new URLSearchParams()
  for (const name of CARRIED) {
    const value = now.get(name)
    if (value !== null) words.set(name, value)
  }
  return withWords(path, changed(words, own))
}

/** Some words of an address changed; null takes one away. */
export function changed(
  now: URLSearchParams,
  change: Readonly<Record<string, string | null>>,
): URLSearchParams {
  const words = new URLSearchParams(now)
  for (const [name, value] of Object.entries(change))
    if (value === null) words.delete(name)
    else words.set(name, value)
  return words
}

const withWords = (path: string, words: URLSearchParams): string => {
  const text = words.toString()
  return text === '' ? path : `${path}?${text}`
}

export type Address = {
  path: string
  words: URLSearchParams
  /** The address of another screen, as a link. */
  to(path: string, own?: Readonly<Record<string, string | null>>): string
  /** Changes words of this screen's address. Choosing is no step that "back" should undo one by one, unless it opens something. */
  set(change: Readonly<Record<string, string | null>>, options?: { step?: boolean }): void
}

export function useAddress(): Address {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const words = new URLSearchParams(search)
  const set = useCallback<Address['set']>(
    (change, { step = false } = {}) =>
      // What the address says now, not when this was drawn: two changes at once must not undo one another.
      navigate(withWords(location.pathname, changed(new URLSearchParams(location.search), change)), {
        replace: !step,
      }),
    [navigate],
  )
  return { path, words, to: (other, own) => addressOf(other, words, own), set }
}
