import { useEffect, useRef } from 'react'
import { newerPage, newestPage, olderPage, type Pages, rangeOf } from '../../api/pages.ts'
import { count, DASH, filled } from '../../format.ts'
import { useWords } from '../../view.tsx'
import { DEAD } from '../../words/dead-letters.ts'
import { PAGES } from '../../words/pages.ts'

export const ROWS = 50

type PagingProps = {
  pages: Pages
  rows: number
  /** How many there are in all; null: not counted. */
  records: number | null
  next: string | null
  go(pages: Pages): void
}

/** Through thousands of rows: where one stands, and on by button or, from anywhere in the panel, by PageUp and PageDown with Alt. */
export function Paging({ pages, rows, records, next, go }: PagingProps) {
  const say = useWords()
  const bar = useRef<HTMLElement>(null)
  const { from, to } = rangeOf(pages, rows, ROWS)
  const older = () => next !== null && go(olderPage(pages, next))
  const newer = () => go(newerPage(pages))
  const keys = useRef({ older, newer })
  keys.current = { older, newer }
  useEffect(() => {
    const panel = bar.current?.closest('section')
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (!event.altKey || (event.key !== 'PageDown' && event.key !== 'PageUp')) return
      event.preventDefault()
      if (event.key === 'PageDown') keys.current.older()
      else keys.current.newer()
    }
    panel?.addEventListener('keydown', onKeyDown)
    return () => panel?.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <nav ref={bar} className="paging" aria-label={say(PAGES.pages)}>
      <span role="status" data-from={from}>
        {filled(say(PAGES.range), {
          from: count(from),
          to: count(to),
          all: records === null ? DASH : count(records),
        })}
      </span>
      <button
        type="button"
        className="button small"
        disabled={pages.length === 1}
        onClick={() => go(newestPage)}
      >
        {say(DEAD.newest)}
      </button>
      <button type="button" className="button small" disabled={pages.length === 1} onClick={newer}>
        {say(PAGES.newer)}
      </button>
      <button type="button" className="button small" disabled={next === null} onClick={older}>
        {say(DEAD.older)}
      </button>
      <span className="hint">{say(PAGES.keys)}</span>
    </nav>
  )
}
