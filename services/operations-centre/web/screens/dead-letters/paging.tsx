import { useEffect, useRef } from 'react'
import { newerPage, newestPage, olderPage, type Pages, rangeOf } from '../../api/pages.ts'
import { count, filled } from '../../format.ts'
import { useWords, type Words } from '../../view.tsx'
import { DEAD } from '../../words/dead-letters.ts'
import { PAGES } from '../../words/pages.ts'

export const ROWS = 50

type PagingProps = {
  pages: Pages
  /** Null: they are being asked for. */
  rows: number | null
  /** How many there are in all; null: not counted. */
  records: number | null
  next: string | null
  go(pages: Pages): void
}

/** Through thousands of rows: where one stands, and on by button or, from anywhere in the panel, by PageUp and PageDown with Alt. */
export function Paging({ pages, rows, records, next, go }: PagingProps) {
  const say = useWords()
  const bar = useRef<HTMLElement>(null)
  const { from, to } = rangeOf(pages, rows ?? 0, ROWS)
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
      <span role="status">
        {rows === null
          ? '…'
          : filled(say(records === null ? PAGES.rangeAlone : PAGES.range), {
              ...{ from: count(from), to: count(to), all: count(records) },
            })}
      </span>
      <Turn words={DEAD.newest} possible={pages.length > 1} go={() => go(newestPage)} />
      <Turn words={PAGES.newer} possible={pages.length > 1} go={newer} />
      <Turn words={DEAD.older} possible={next !== null} go={older} />
      <span className="hint">{say(PAGES.keys)}</span>
    </nav>
  )
}

type TurnProps = { words: Words; possible: boolean; go(): void }

/** Not `disabled`: a button that is, loses the keyboard, and it may be possible again in a moment. */
function Turn({ words, possible, go }: TurnProps) {
  const say = useWords()
  return (
    <button type="button" className="button small" aria-disabled={!possible} onClick={() => possible && go()}>
      {say(words)}
    </button>
  )
}
