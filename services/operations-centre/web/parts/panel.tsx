import { type ReactNode, useEffect, useRef } from 'react'
import type { Polled } from '../api/poll.ts'
import { DASH, time } from '../format.ts'
import { useView, useWords, type Words } from '../view.tsx'
import { SAY } from '../words/page.ts'

type PanelProps = {
  id: string
  title: Words
  hint?: Words
  /** What the panel shows; makes it look old when it is no longer renewed. */
  polled?: Polled<{ asOf: string | null }>
  actions?: ReactNode
  /** It is what was opened: what reads aloud goes to its heading. */
  isOpened?: boolean
  children: ReactNode
}

/** A part of the page: title in both languages, when its data were true, and whether they still are. */
export function Panel({ id, title, hint, polled, actions, isOpened = false, children }: PanelProps) {
  const { language } = useView()
  const say = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isOpened) heading.current?.focus()
  }, [isOpened])
  const beside = language === 'vi' ? 'en' : 'vi'
  return (
    <section className="panel" id={id} aria-labelledby={`${id}-title`} data-stale={polled?.failing ?? false}>
      <header className="panel-head">
        <h2 id={`${id}-title`} ref={heading} tabIndex={isOpened ? -1 : undefined}>
          {say(title)} <span lang={beside}>{title[beside]}</span>
        </h2>
        {hint && <p className="hint">{say(hint)}</p>}
        {actions}
        {polled && <AsOf polled={polled} />}
      </header>
      {children}
    </section>
  )
}

function AsOf({ polled }: { polled: Polled<{ asOf: string | null }> }) {
  const say = useWords()
  if (!polled.data) return <p className="as-of">{say(SAY.notYet)}</p>
  // An answer that is to have the same bytes until something changes does not say when it was given.
  const asOf = polled.data.asOf ?? polled.receivedMs
  return (
    <p className="as-of">
      {say(polled.failing ? SAY.old : SAY.asOf)} <time>{time(asOf)}</time>
    </p>
  )
}

/** A value that may be unknown: a dash for the eye, a word for the ear. */
export function Known({ text }: { text: string }) {
  const say = useWords()
  if (text !== DASH) return text
  return (
    <span className="dash">
      <span aria-hidden="true">{DASH}</span>
      <span className="hidden">{say(SAY.unknown)}</span>
    </span>
  )
}
