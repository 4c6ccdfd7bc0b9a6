import type { RiverAnswer } from './api/answers.ts'
import { useConnection } from './api/connection.ts'
import { usePoll } from './api/poll.ts'
import { DeadLetters } from './parts/dead-letters.tsx'
import { Feed } from './parts/feed.tsx'
import { Figures } from './parts/figures.tsx'
import { Header } from './parts/header.tsx'
import { Remediation } from './parts/remediation.tsx'
import { River } from './parts/river.tsx'
import { Snapshots } from './parts/snapshots.tsx'
import { Sources } from './parts/sources.tsx'
import { useWords } from './view.tsx'
import { SAY } from './words/page.ts'

/** The live page: is it live, how does the river flow, do the numbers agree, are the sources fresh, what is arriving. */
export function App() {
  const river = usePoll<RiverAnswer>('/v1/river', 2_000)
  const connection = useConnection(river)
  const say = useWords()
  return (
    <>
      <a className="skip" href="#content">
        {say(SAY.skip)}
      </a>
      <Header connection={connection} business={river.data?.business ?? null} receivedMs={river.receivedMs} />
      <main id="content" data-live={connection.kind === 'connected'}>
        <River polled={river} />
        <Figures />
        <Remediation />
        <Feed />
        <Snapshots />
        <Sources />
        <DeadLetters />
      </main>
    </>
  )
}
