import { BREAKER } from '@ioc/schemas/control/breaker.ts'
import { useState } from 'react'
import type { Control, Source } from '../../../sources/sources.ts'
import type { SourcesAnswer } from '../../api/answers.ts'
import { usePoll } from '../../api/poll.ts'
import { count, instant, span } from '../../format.ts'
import { Known, Panel } from '../../parts/panel.tsx'
import { ReasonCode } from '../../parts/reasons.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useView, useWords } from '../../view.tsx'
import { CONTRACTS, wordsFor } from '../../words/events.ts'
import { SAY } from '../../words/page.ts'
import { FRESHNESS_SHOWN, HELD_SHOWN } from '../../words/states.ts'
import { ReleaseSource } from './release-source.tsx'

const columnsFor = (release: (source: Source) => void): readonly Column<Source>[] => [
  { head: SAY.source, names: true, cell: (source) => <Name source={source} /> },
  { head: SAY.freshness, cell: (source) => <State source={source} release={release} /> },
  {
    head: SAY.lastArrival,
    numeric: true,
    cell: ({ lastArrivalAt }) => <Known text={instant(lastArrivalAt)} />,
  },
  { head: SAY.lastEvent, numeric: true, cell: ({ lastEventAt }) => <Known text={instant(lastEventAt)} /> },
  { head: SAY.rhythm, numeric: true, cell: ({ rhythmSeconds }) => <Rhythm seconds={rhythmSeconds} /> },
  {
    head: SAY.completeUpTo,
    numeric: true,
    cell: ({ completeUpTo }) => <Known text={instant(completeUpTo)} />,
  },
  {
    head: SAY.emitted,
    numeric: true,
    cell: ({ emitted, window }) => (
      <Counted told={emitted} ofWindow={window && window.events - window.rejected} />
    ),
  },
  {
    head: SAY.refusedAtSource,
    numeric: true,
    cell: ({ rejected, window }) => <Counted told={rejected} ofWindow={window?.rejected ?? null} />,
  },
  {
    head: SAY.conflicts,
    numeric: true,
    cell: ({ identityConflicts }) => <Known text={count(identityConflicts)} />,
  },
]

/** Every source, how fresh it is by arrival, and what it says of itself. */
export default function Sources() {
  const [releasing, setReleasing] = useState<Source | null>(null)
  const [again, setAgain] = useState(0)
  const polled = usePoll<SourcesAnswer>('/v1/sources', 3_000, { again })
  const say = useWords()
  return (
    <Panel id="sources" title={SAY.sources} polled={polled}>
      <Table
        label={say(SAY.sources)}
        columns={columnsFor(setReleasing)}
        rows={polled.data?.sources ?? []}
        rowKey={({ source, contract }) => `${source} ${contract}`}
      />
      {releasing && (
        <ReleaseSource
          source={releasing}
          close={() => {
            setReleasing(null)
            setAgain((now) => now + 1)
          }}
        />
      )}
    </Panel>
  )
}

/** Held comes before fresh: what is held says nothing, however fresh it is. */
function State({ source, release }: { source: Source; release(source: Source): void }) {
  return (
    <>
      {source.control?.state === 'held' && <Held control={source.control} release={() => release(source)} />}
      <StateMark shown={FRESHNESS_SHOWN[source.freshness]} />
    </>
  )
}

/** Since when, by whom and why, the last reason of the edge, and how it ends. */
function Held({ control: { since, by, why, lastReason }, release }: { control: Control; release(): void }) {
  const say = useWords()
  const byItself = by === BREAKER
  return (
    <div className="held" data-tone={HELD_SHOWN.tone}>
      <StateMark shown={HELD_SHOWN} />
      <p>
        {say(SAY.heldSince)} <time>{instant(since)}</time> {say(SAY.heldBy)}{' '}
        {byItself ? say(SAY.breaker) : by}
      </p>
      <p>
        {say(SAY.why)}: {byItself ? <span lang="en">{why}</span> : why}
      </p>
      {lastReason && (
        <p>
          {say(SAY.lastReason)}: <ReasonCode code={lastReason.code} /> <code>{lastReason.path}</code>
          <span lang="en">{lastReason.message}</span>
        </p>
      )}
      <p>{say(byItself ? SAY.endsByItself : SAY.endsByHand)}</p>
      <button type="button" className="button small" onClick={release}>
        {say(SAY.release)}
      </button>
    </div>
  )
}

/** What the source tells of itself; where it tells nothing, what its door counted of its last events. */
function Counted({ told, ofWindow }: { told: number | null; ofWindow: number | null }) {
  const say = useWords()
  if (told !== null || ofWindow === null) return <Known text={count(told)} />
  return (
    <>
      {count(ofWindow)}
      <span className="beside">{say(SAY.inWindow)}</span>
    </>
  )
}

function Name({ source }: { source: Source }) {
  const say = useWords()
  return (
    <>
      <code className="title">{source.source}</code>
      <span className="beside">
        {source.contract && say(wordsFor(CONTRACTS, source.contract))}
        {source.simulated && <em className="tag">{say(SAY.simulated)}</em>}
      </span>
    </>
  )
}

function Rhythm({ seconds }: { seconds: number | null }) {
  const { language } = useView()
  return <Known text={span(seconds, language)} />
}
