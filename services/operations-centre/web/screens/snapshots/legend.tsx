import { CELL_STATES } from '../../../snapshots/calendar.ts'
import { useWords } from '../../view.tsx'
import { CELL_SHOWN } from '../../words/snapshots.ts'

/** What the signs of the calendar mean. */
export function Legend() {
  const say = useWords()
  return (
    <ul className="legend">
      {CELL_STATES.map((state) => {
        const { sign, tone, word, meaning } = CELL_SHOWN[state]
        return (
          <li key={state} data-tone={tone}>
            <span className="legend-sign" aria-hidden="true">
              {sign}
            </span>{' '}
            <b>{say(word)}</b>: {say(meaning)}
          </li>
        )
      })}
    </ul>
  )
}
