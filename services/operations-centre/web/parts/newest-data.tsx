import { periodAround } from '@ioc/indicators/periods.ts'
import type { SourcesAnswer } from '../api/answers.ts'
import { usePoll } from '../api/poll.ts'
import { useChosen } from '../chosen.ts'
import { calendarDay, filled } from '../format.ts'
import { newestBefore } from '../newest-day.ts'
import { useWords } from '../view.tsx'
import { NUM } from '../words/numbers.ts'

/** Says where the newest numbers are that the period looked at does not see, and leads there. The date is never changed by itself. */
export function NewestData({ date }: { date: string | null }) {
  const { period, choose } = useChosen()
  const sources = usePoll<SourcesAnswer>('/v1/sources', 30_000)
  const say = useWords()
  if (date === null || !sources.data) return null
  const newest = newestBefore(periodAround(period, date).from, sources.data.sources)
  if (!newest) return null
  const words = { sources: newest.of.join(', '), day: calendarDay(newest.day) }
  return (
    <p className="newest" data-tone="note">
      <span>{filled(say(NUM.dataEnd), words)}</span>
      <button type="button" className="button small" onClick={() => choose({ date: newest.day })}>
        {filled(say(NUM.seeDay), words)}
      </button>
    </p>
  )
}
