import { BREAKER } from '@ioc/schemas/control/breaker.ts'
import { useState } from 'react'
import type { Control, Source } from '../../../sources/sources.ts'
import type { SourcesAnswer } from '../../api/answers.ts'
import { usePoll } from '../../api/poll.ts'
import { count, filled, instant, span } from '../../format.ts'
import { Known, Panel } from '../../parts/panel.tsx'
import { ReasonCode } from '../../parts/reasons.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useView, useWords } from '../../view.tsx'
import { CONTRACTS, wordsFor } from '../../words/events.ts'
import { SAY } from '../../words/page.ts'
import { SOURCE } from '../../words/sources.ts'
import { FRESHNESS_SHOWN, HELD_SHOWN } from '../../words/states.ts'
import { ControlSource, type ControlVerb } from './control-source.tsx'
import { byNeed } from './order.ts'
import { Rejects } from './rejects.tsx'

type Decide = (source: Source, verb: ControlVerb) => void

const columnsFor = (control: Decide, asOf: string | null): readonly Column<Source>[] => [
  { head: SAY.source, names: true, cell: (source) => <Name source={source} /> },
  { head: SAY.freshness, cell: (source) => <State source={source} control={control} /> },
  {
    head: SAY.lastArrival,
    numeric: true,
    cell: (source) => <LastArrival source={source} asOf={asOf} />,
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
  { head: SOURCE.rejects, cell: (source) => <Rejects source={source} /> },
  {
    head: SAY.conflicts,
    numeric: true,
    cell: ({ identityConflicts }) => <Known text={count(identityConflicts)} />,
  },
]

/** Every source, how fresh it is by arrival, and what it says of itself. */
export default function Sources() {
  const [deciding, setDeciding] = useState<{ source: Source; verb: ControlVerb } | null>(null)
  const [again, setAgain] = useState(0)
  const polled = usePoll<SourcesAnswer>('/v1/sources', 3_000, { again })
  const say = useWords()
  return (
    <Panel id="sources" title={SAY.sources} hint={SOURCE.order} polled={polled}>
      <Table
        label={say(SAY.sources)}
        columns={columnsFor((source, verb) => setDeciding({ source, verb }), polled.data?.asOf ?? null)}
        rows={byNeed(polled.data?.sources ?? [])}
        rowKey={({ source, contract }) => `${source} ${contract}`}
      />
      {deciding && (
        <ControlSource
          {...deciding}
          close={() => {
            setDeciding(null)
            setAgain((now) => now + 1)
          }}
        />
      )}
    </Panel>
  )
}

/** Held comes before fresh: what is held says nothing, however fresh it is. */
function State({ source, control }: { source: Source; control: Decide }) {
  const say = useWords()
  const held = source.control?.state === 'held' ? source.control : null
  return (
    <>
      {held && <Held control={held} release={() => control(source, 'release')} />}
      <StateMark shown={FRESHNESS_SHOWN[source.freshness]} />
      {!held && (
        <div className="flows">
          {source.control && (
            <p className="beside">
              {say(SOURCE.released)} <time>{instant(source.control.since)}</time> {say(SAY.heldBy)}{' '}
              {source.control.by === BREAKER ? say(SAY.breaker) : source.control.by}
            </p>
          )}
          <button type="button" className="button small" onClick={() => control(source, 'hold')}>
            {say(SOURCE.hold)}
            <span className="hidden"> {source.source}</span>
          </button>
        </div>
      )}
    </>
  )
}

/** When it was last heard, and how long it has been silent since. */
function LastArrival({ source: { lastArrivalAt }, asOf }: { source: Source; asOf: string | null }) {
  const { language } = useView()
  const say = useWords()
  const silentSeconds =
    lastArrivalAt === null || asOf === null
      ? null
      : Math.max(0, Math.round((Date.parse(asOf) - Date.parse(lastArrivalAt)) / 1000))
  return (
    <>
      <Known text={instant(lastArrivalAt)} />
      {silentSeconds !== null && (
        <span className="beside">
          {say(SOURCE.lag)} {span(silentSeconds, language)}
        </span>
      )}
    </>
  )
}

/** Since when, by whom and why, the last reason of the edge, and how it ends. */
function Held({ control, release }: { control: Control; release(): void }) {
  const { since, by, lastReason } = control
  const { language } = useView()
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
        {say(SAY.why)}: <WhyHeld control={control} />
      </p>
      {lastReason && (
        <p>
          {say(SAY.lastReason)}: <ReasonCode code={lastReason.code} /> <code>{lastReason.path}</code>
          {language === 'en' && <> {lastReason.message}</>}
        </p>
      )}
      <p>{say(byItself ? SAY.endsByItself : SAY.endsByHand)}</p>
      <button type="button" className="button small" onClick={release}>
        {say(SAY.release)}
      </button>
    </div>
  )
}

/** A person's own words; of the breaker what it had counted, which its own English sentence says where the counts are not told. */
function WhyHeld({ control: { by, why, counts } }: { control: Control }) {
  const say = useWords()
  if (by !== BREAKER) return why
  if (counts === null) return <span lang="en">{why}</span>
  const { rejectedInARow, rejected, events } = counts
  return filled(say(SOURCE.whyHeld), {
    ...{ inARow: count(rejectedInARow), rejected: count(rejected), events: count(events) },
  })
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
