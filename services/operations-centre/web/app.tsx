import { Suspense } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { useAddress } from './address.ts'
import type { RiverAnswer } from './api/answers.ts'
import { useConnection } from './api/connection.ts'
import { usePoll } from './api/poll.ts'
import { dayIso } from './format.ts'
import { BusinessDay } from './parts/calendar/business-day.tsx'
import { Caught } from './parts/caught.tsx'
import { Header } from './parts/header.tsx'
import { Navigation } from './parts/navigation.tsx'
import { IndicatorScreen, SCREEN, ValueScreen } from './screens/index.ts'
import { INDICATOR_PATH, pathOf, SCREENS, VALUE_PATH } from './screens/paths.ts'
import { useWords } from './view.tsx'
import { SAY } from './words/page.ts'

/** What stands around every screen: is it live, what time is it in the data, where can one go. */
export function App() {
  const river = usePoll<RiverAnswer>('/v1/river', 2_000)
  const connection = useConnection(river)
  const [path] = useLocation()
  const say = useWords()
  return (
    <BusinessDay day={river.data && dayIso(river.data.business.now)}>
      <a className="skip" href="#content">
        {say(SAY.skip)}
      </a>
      <Header
        connection={connection}
        business={river.data?.business ?? null}
        systemAt={river.data?.asOf ?? null}
        receivedMs={river.receivedMs}
      />
      <Navigation river={river.data} />
      <main id="content" data-live={connection.kind === 'connected'} tabIndex={-1}>
        <Caught key={path} isLive={connection.kind === 'connected'}>
          <Suspense fallback={<p className="empty">{say(SAY.opening)}</p>}>
            <Switch>
              {SCREENS.map((id) => {
                const Screen = SCREEN[id]
                return (
                  <Route key={id} path={pathOf(id)}>
                    <Screen river={river} />
                  </Route>
                )
              })}
              <Route path={INDICATOR_PATH}>{({ id }) => <IndicatorScreen key={id} id={id} />}</Route>
              <Route path={VALUE_PATH}>{(named) => <ValueScreen {...named} />}</Route>
              <Route>
                <NoSuchScreen />
              </Route>
            </Switch>
          </Suspense>
        </Caught>
      </main>
    </BusinessDay>
  )
}

function NoSuchScreen() {
  const { path, to } = useAddress()
  const say = useWords()
  return (
    <p className="empty" role="alert">
      {say(SAY.noSuchScreen)}: <code>{path}</code>. <Link href={to('/')}>{say(SAY.toOverview)}</Link>
    </p>
  )
}
