import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import type { AlertSummary } from '../../routes/alerts.ts'
import { useAddress } from '../address.ts'
import type { RiverAnswer } from '../api/answers.ts'
import { usePoll } from '../api/poll.ts'
import { pathOf, SCREENS, type ScreenId } from '../screens/paths.ts'
import { useWords } from '../view.tsx'
import { SCREEN_NAMES } from '../words/screens.ts'
import { AlertCount, AlertNews } from './alert-mark.tsx'

/** Where one can go. A mark beside a name says that something there needs an eye. */
export function Navigation({ river }: { river: RiverAnswer | null }) {
  const { path, to } = useAddress()
  const alerts = usePoll<AlertSummary>('/v1/alerts/summary', 5_000)
  const say = useWords()
  const bar = useRef<HTMLElement>(null)
  // On a phone the bar is wider than the screen: where one is must be seen.
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (bar.current && here) bar.current.scrollLeft = here.offsetLeft - bar.current.clientWidth / 3
  }, [path])
  const isHere = (id: ScreenId) =>
    path === pathOf(id) || (id !== 'overview' && path.startsWith(`${pathOf(id)}/`))
  const needsEye = river?.stages.some(({ id, state }) => id === 'sources' && state === 'held')
  return (
    <nav ref={bar} className="screens" aria-label={say(SCREEN_NAMES.navigation)}>
      <ul>
        {SCREENS.map((id) => (
          <li key={id}>
            <Link href={to(pathOf(id))} aria-current={isHere(id) ? 'page' : undefined}>
              {say(SCREEN_NAMES[id])}
              {id === 'alerts' && <AlertCount summary={alerts.data} />}
              {id === 'sources' && needsEye && (
                <span className="needs-eye" data-tone="bad">
                  <span aria-hidden="true">■</span>
                  <span className="hidden">: {say(SCREEN_NAMES.needsEye)}</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <AlertNews summary={alerts.data} />
    </nav>
  )
}
