import type { SaidNo } from '../api/said-no.ts'
import { filled } from '../format.ts'
import type { Language } from '../view.tsx'
import { FAULT_SAID, FIELD_WORDS, PROBLEM_SAID, type Said } from './problems.ts'

export type ProblemText = { text: string; lang: Language }

/**
 * A problem document in the language of a page. English is the server's own sentence, which says most; Vietnamese is made of the
 * codes. A code of another version of ours has no words: then all of it is said in English.
 */
export const problemText = (said: SaidNo, language: Language): ProblemText => {
  const faults = said.parameters ?? []
  if (language === 'en') return { text: inEnglish(said), lang: 'en' }
  const texts =
    faults.length === 0
      ? [sentenceOf(PROBLEM_SAID, said.code, said.about)]
      : faults.map(({ parameter, code, about }) => {
          const text = sentenceOf(FAULT_SAID, code, about)
          return text === null ? null : `${fieldName(parameter, 'vi')}: ${text}`
        })
  return texts.includes(null) ? { text: inEnglish(said), lang: 'en' } : { text: texts.join('; '), lang: 'vi' }
}

const inEnglish = ({ detail, parameters = [] }: SaidNo): string =>
  parameters.length === 0
    ? detail
    : parameters.map(({ parameter, message }) => `${fieldName(parameter, 'en')}: ${message}`).join('; ')

/** Null: it has no words. What speaks of something that was not told is left out. */
const sentenceOf = (
  all: Readonly<Record<string, Said>>,
  code: string | undefined,
  about: SaidNo['about'] = {},
): string | null => {
  const said = code !== undefined && Object.hasOwn(all, code) ? all[code] : undefined
  if (said === undefined) return null
  const [sentence, more] = typeof said === 'string' ? [said, {}] : said
  const told = Object.entries(more).filter(([name]) => (about[name] ?? '') !== '')
  return filled([sentence, ...told.map(([, text]) => text)].join(''), shown(about))
}

/** Days are written as the page writes them. */
const shown = (about: NonNullable<SaidNo['about']>) =>
  Object.fromEntries(
    Object.entries(about).map(([name, value]) => [
      name,
      name === 'given' || !/^\d{4}-\d{2}-\d{2}$/.test(value) ? value : value.split('-').reverse().join('/'),
    ]),
  )

/** What a field is called where a person sees it; else its name in the interface. */
const fieldName = (parameter: string, language: Language): string =>
  Object.hasOwn(FIELD_WORDS, parameter) ? FIELD_WORDS[parameter]![language] : parameter
