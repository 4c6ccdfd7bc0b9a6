import type { SaidNo } from '../api/said-no.ts'
import { useView } from '../view.tsx'
import { problemText } from '../words/problem-text.ts'

/** Why the server said no, in the language of the page; what has no words of ours stays in English, and is marked as such. */
export function ProblemSaid({ of }: { of: SaidNo }) {
  const { language } = useView()
  const { text, lang } = problemText(of, language)
  return <span lang={lang}>{text}</span>
}
