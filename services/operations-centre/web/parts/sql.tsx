import { useState } from 'react'
import { useWords, type Words } from '../view.tsx'
import { NUM } from '../words/numbers.ts'

/** A query as text, to be read and to be pasted. */
export function Sql({ sql, title }: { sql: string; title: Words }) {
  const say = useWords()
  const [copied, setCopied] = useState(false)
  return (
    <details className="sql">
      <summary>{say(title)}</summary>
      <button
        type="button"
        className="button small"
        onClick={() =>
          navigator.clipboard.writeText(sql).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {say(copied ? NUM.copied : NUM.copySql)}
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{sql}</pre>
    </details>
  )
}
