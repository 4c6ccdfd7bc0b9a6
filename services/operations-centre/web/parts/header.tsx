import { useEffect, useState } from 'react'
import type { RiverAnswer } from '../api/answers.ts'
import type { Connection } from '../api/connection.ts'
import { day, time } from '../format.ts'
import { LANGUAGES, THEMES, type Theme, useView, useWords, type Words } from '../view.tsx'
import { SAY } from '../words/page.ts'
import { Choice } from './choice.tsx'

const THEME_WORDS: Record<Theme, Words> = { auto: SAY.themeAuto, light: SAY.themeLight, dark: SAY.themeDark }

type Business = RiverAnswer['business']
type HeaderProps = {
  connection: Connection
  business: Business | null
  /** When the service answered, by the system clock. */
  systemAt: string | null
  receivedMs: number | null
}

/** Whose page it is, what time it is in the data, and whether what stands below is live. */
export function Header({ connection, business, systemAt, receivedMs }: HeaderProps) {
  const { language, theme, set } = useView()
  const say = useWords()
  return (
    <header className="top">
      <div className="brand">
        <img src="/mark.svg" alt="" width="40" height="40" />
        <div>
          <h1>{say(SAY.product)}</h1>
          <p>
            {say(SAY.province)}
            {business?.simulated && <strong className="simulated">{say(SAY.simulated)}</strong>}
          </p>
        </div>
      </div>
      <Clock {...{ business, systemAt, receivedMs }} ticking={connection.kind === 'connected'} />
      <ConnectionState connection={connection} />
      <div className="choices">
        <Choice
          label={say(SAY.language)}
          options={LANGUAGES.map((value) => ({
            value,
            text: value === 'vi' ? 'Tiếng Việt' : 'English',
            lang: value,
          }))}
          chosen={language}
          choose={(value) => set({ language: value })}
        />
        <Choice
          label={say(SAY.theme)}
          options={THEMES.map((value) => ({ value, text: say(THEME_WORDS[value]) }))}
          chosen={theme}
          choose={(value) => set({ theme: value })}
        />
      </div>
    </header>
  )
}

/** Further apart than this they are two clocks, and a reader must know which is which. */
const APART_MS = 60_000

type ClockProps = Pick<HeaderProps, 'business' | 'systemAt' | 'receivedMs'> & { ticking: boolean }

/** The business clock, and where it is another than the system's, what the other times of the page are. It stands while the connection is lost: time that nobody told must not go on by itself. */
function Clock({ business, systemAt, receivedMs, ticking }: ClockProps) {
  const say = useWords()
  const [nowMs, setNow] = useState(Date.now)
  useEffect(() => {
    if (!ticking) return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [ticking])
  const sinceMs = business?.running && receivedMs !== null ? Math.max(0, nowMs - receivedMs) : 0
  const areApart =
    business !== null &&
    systemAt !== null &&
    Math.abs(Date.parse(business.now) - Date.parse(systemAt)) > APART_MS
  const at = business ? Date.parse(business.now) + sinceMs : null
  return (
    <dl className="clock" data-stale={!ticking}>
      <dt>{say(SAY.businessTime)}</dt>
      <dd>
        {day(at)} <span className="clock-time">{time(at)}</span>
        {business && !business.running && <small>{say(SAY.clockStands)}</small>}
        {areApart && (
          <small title={say(SAY.systemTimeOf)}>
            {say(SAY.systemTime)} {day(systemAt)}
          </small>
        )}
      </dd>
    </dl>
  )
}

function ConnectionState({ connection }: { connection: Connection }) {
  const say = useWords()
  if (connection.kind === 'connecting')
    return (
      <p className="connection" role="status" data-tone="quiet">
        {say(SAY.connecting)}
      </p>
    )
  const lost = connection.kind === 'lost'
  return (
    <p
      className="connection"
      role="status"
      data-connection={connection.kind}
      data-tone={lost ? 'bad' : 'good'}
    >
      <span className="dot" aria-hidden="true" />
      <span>
        {say(lost ? SAY.lostSince : SAY.connectedSince)} <b>{time(connection.sinceMs)}</b>
        {lost && <small>{say(SAY.lostMeaning)}</small>}
      </span>
    </p>
  )
}
