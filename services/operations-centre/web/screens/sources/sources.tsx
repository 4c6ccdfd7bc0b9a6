import { BREAKER } from '@ioc/schemas/control/breaker.ts'
import { useState } from 'react'
import type { Control, Source } from '../../../sources/sources.ts'
import type { SourcesAnswer } from '../../api/answers.ts'
import { useOperator } from '../../api/operator.ts'
import { usePoll } from '../../api/poll.ts'
import { count, DASH, day, filled, instant, span, time } from '../../format.ts'
import { Known, Panel } from '../../parts/panel.tsx'
import { ReasonCode, ReasonSentence } from '../../parts/reasons.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useView, useWords } from '../../view.tsx'
import { CHOICE_WORDS } from '../../words/contract-fields.ts'
import { CONTRACTS, wordsFor } from '../../words/events.ts'
import { SAY } from '../../words/page.ts'
import { PRODUCER_WORDS, SOURCE } from '../../words/sources.ts'
import { FRESHNESS_SHOWN, HELD_SHOWN } from '../../words/states.ts'
import { ControlSource, type ControlVerb } from './control-source.tsx'
import { byNeed } from './order.ts'
import { Rejects } from './rejects.tsx'
import { Troubles } from './troubles.tsx'

type Decide = (source: Source, verb: ControlVerb) => void

const columnsFor = (control: Decide, asOf: string | null): readonly Column<Source>[] => [
  { head: SAY.source, names: true, cell: (source) => <Name source={source} /> },
  { head: SAY.freshness, cell: (source) => <State source={source} control={control} /> },
  {
    head: SAY.lastArrival,
    numeric: true,
    cell: (source) => <LastArrival source={source} asOf={asOf} />,
  },
  { head: SAY.rhythm, numeric: true, cell: ({ rhythmSeconds }) => <Rhythm seconds={rhythmSeconds} /> },
  {
    head: SOURCE.complete,
    numeric: true,
    cell: (source) => <Complete source={source} />,
  },
  {
    head: SAY.emitted,
    numeric: true,
    cell: ({ emitted, ledger, window }) => (
      <Counted told={emitted} ofLedger={ledger?.records ?? null} ofWindow={window?.events ?? null} />
    ),
  },
  {
    head: SAY.refusedAtSource,
    numeric: true,
    cell: ({ rejected, ledger, window }) => (
      <Counted told={rejected} ofLedger={ledger?.rejected ?? null} ofWindow={window?.rejected ?? null} />
    ),
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
  const [operator] = useOperator()
  const polled = usePoll<SourcesAnswer>('/v1/sources', 3_000, { again, operator })
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
      {held ? (
        // Held, and still sending: beside a hold it is only how old the last word is.
        <p className="beside">
          {say(SAY.freshness)}: {say(FRESHNESS_SHOWN[source.freshness].word)}
        </p>
      ) : (
        <StateMark shown={FRESHNESS_SHOWN[source.freshness]} />
      )}
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

/** When it was last heard, how long it has been silent since, and when its last event came, where it has only spoken of itself since. */
function LastArrival({
  source: { lastArrivalAt, lastEventAt },
  asOf,
}: {
  source: Source
  asOf: string | null
}) {
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
      {lastArrivalAt !== null && lastEventAt !== lastArrivalAt && (
        <span className="beside">
          {say(SOURCE.lastEvent)}{' '}
          <Known
            text={sameDay(lastEventAt, lastArrivalAt) ? time(lastEventAt).slice(0, 5) : instant(lastEventAt)}
          />
        </span>
      )}
    </>
  )
}

/** Since when, by whom and why, the last reason of the edge, and how it ends. */
function Held({ control, release }: { control: Control; release(): void }) {
  const { since, by, lastReason } = control
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
          <ReasonSentence of={lastReason} />
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

type Counts = { told: number | null; ofLedger: number | null; ofWindow: number | null }

/** What the source tells of itself; where it tells nothing, what the ledger holds of it, or what its door counted of its last events. */
function Counted({ told, ofLedger, ofWindow }: Counts) {
  const say = useWords()
  if (told !== null) return <Known text={count(told)} />
  const counted = ofLedger ?? ofWindow
  if (counted === null) return <Known text={DASH} />
  return (
    <>
      {count(counted)}
      <span className="beside">{say(ofLedger === null ? SAY.inWindow : SOURCE.inLedger)}</span>
    </>
  )
}

/** From when to when it tells everything. Without a beginning it tells of all there ever was, which nobody says of a source that never spoke. */
function Complete({ source: { streams, completeFrom, completeUpTo } }: { source: Source }) {
  const say = useWords()
  return (
    <>
      {streams !== null && (
        <span className="beside">
          {filled(say(SOURCE.onlyStreams), {
            streams: streams.map((stream) => say(wordsFor(CHOICE_WORDS, stream))).join(', '),
          })}
        </span>
      )}
      {completeFrom !== null && (
        <span className="beside">
          {say(SOURCE.completeFrom)} <Border at={completeFrom} />
        </span>
      )}
      {completeUpTo === null ? <Known text={DASH} /> : <Border at={completeUpTo} />}
    </>
  )
}

/** An end of a span: a day alone where it begins or ends there, as most do. */
function Border({ at }: { at: string }) {
  const say = useWords()
  const clock = time(at)
  if (clock === '00:00:00') return day(at)
  return clock === '23:59:59' ? filled(say(SOURCE.endOf), { day: day(at) }) : instant(at)
}

const sameDay = (a: string | null, b: string | null) => day(a) === day(b)

function Name({ source }: { source: Source }) {
  const say = useWords()
  return (
    <>
      <code className="title">{source.source}</code>
      <span className="beside">
        {source.contract && say(wordsFor(CONTRACTS, source.contract))}
        {source.simulated && <em className="tag">{say(SAY.simulated)}</em>}
        {source.producer && source.producer !== 'held' && (
          <em className="tag">{say(PRODUCER_WORDS[source.producer])}</em>
        )}
      </span>
      <Troubles source={source} />
    </>
  )
}

function Rhythm({ seconds }: { seconds: number | null }) {
  const { language } = useView()
  return <Known text={span(seconds, language)} />
}
