import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { useAddress } from './address.ts'

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
  const { words, set: setWords } = useAddress()
  const language = LANGUAGES.find((each) => each === words.get('lang')) ?? 'vi'
  const theme = THEMES.find((each) => each === words.get('theme')) ?? 'auto'
  useEffect(() => {
    const root = document.documentElement
    root.lang = language
    root.dataset.theme = theme
  }, [language, theme])
  const set: View['set'] = (change) =>
    setWords({
      ...(change.language && { lang: change.language }),
      ...(change.theme && { theme: change.theme === 'auto' ? null : change.theme }),
    })
  return <Context value={{ language, theme, set }}>{children}</Context>
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
