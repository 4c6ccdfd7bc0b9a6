import { filled } from '../format.ts'
import { useWords } from '../view.tsx'
import { FLAG_WORDS, RULE_OF } from '../words/numbers.ts'

/** What must be said beside a number. */
export function Flags({ flags }: { flags: readonly string[] }) {
  const say = useWords()
  return flags.map((flag) => {
    const year = /^rule-of-(\d{4})$/.exec(flag)?.[1]
    const word = FLAG_WORDS[flag]
    return (
      <em key={flag} className="tag">
        {year ? filled(say(RULE_OF), { year }) : word ? say(word) : flag}
      </em>
    )
  })
}
