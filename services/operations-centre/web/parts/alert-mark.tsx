import { useEffect, useRef, useState } from 'react'
import type { AlertSummary } from '../../routes/alerts.ts'
import { useWords } from '../view.tsx'
import { ALERT } from '../words/alerts.ts'
import { SIGNS } from '../words/states.ts'

type SummaryProps = { summary: AlertSummary | null }

/** How many alerts fire, beside the name of their screen. */
export function AlertCount({ summary }: SummaryProps) {
  const say = useWords()
  if (summary === null || summary.firing === 0) return null
  return (
    <span className="needs-eye alert-count" data-tone="bad">
      <span aria-hidden="true">
        {SIGNS.bad} {summary.firing}
      </span>
      <span className="hidden">
        : {summary.firing} {say(ALERT.marked)}
      </span>
    </span>
  )
}

/** Says an alert that is new to who listens, once. It stays in the page while it says nothing: only then is a change heard. */
export function AlertNews({ summary }: SummaryProps) {
  const say = useWords()
  const heard = useRef<Set<string> | null>(null)
  const [news, setNews] = useState<AlertSummary['newest']>([])
  useEffect(() => {
    if (!summary) return
    const before = heard.current
    heard.current = new Set([...(before ?? []), ...summary.newest.map(({ id }) => id)])
    // What stood when the page was opened is read there, and is no news.
    const fresh = before ? summary.newest.filter(({ id }) => !before.has(id)) : []
    if (fresh.length > 0) setNews(fresh)
  }, [summary])
  return (
    <p className="hidden" role="status" data-alert-news>
      {news
        .map(({ title, subject }) => `${say(ALERT.isNew)}: ${title ? say(title) : ''} ${subject}`)
        .join('. ')}
    </p>
  )
}
