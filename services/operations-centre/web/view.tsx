import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

export const LANGUAGES = ['vi', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
/** `auto` follows the machine. */
export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
/** A text in both languages; Vietnamese comes first. */
export type Words = { vi: string; en: string }

type View = { language: Language; theme: Theme; set(change: Partial<Pick<View, 'language' | 'theme'>>): void }

const Context = createContext<View | null>(null)

/** Language and theme live in the address, so a link or a wall screen shows what was meant. */
export function ViewProvider({ children }: { children: ReactNode }) {
  const [view, setView] = useState(readAddress)
  useEffect(() => {
    const root = document.documentElement
    root.lang = view.language
    root.dataset.theme = view.theme
    history.replaceState(null, '', addressOf(view))
  }, [view])
  const set: View['set'] = (change) => setView((now) => ({ ...now, ...change }))
  return <Context value={{ ...view, set }}>{children}</Context>
}

export function useView(): View {
  const view = useContext(Context)
  if (!view) throw new Error('useView outside of ViewProvider')
  return view
}

/** Gives the words in the chosen language. */
export function useWords(): (words: Words) => string {
  const { language } = useView()
  return (words) => words[language]
}

function readAddress(): Pick<View, 'language' | 'theme'> {
  const asked = new URLSearchParams(location.search)
  return {
    language: LANGUAGES.find((each) => each === asked.get('lang')) ?? 'vi',
    theme: THEMES.find((each) => each === asked.get('theme')) ?? 'auto',
  }
}

function addressOf(view: Pick<View, 'language' | 'theme'>): string {
  const address = new URL(location.href)
  address.searchParams.set('lang', view.language)
  if (view.theme === 'auto') address.searchParams.delete('theme')
  else address.searchParams.set('theme', view.theme)
  return address.pathname + address.search + address.hash
}
