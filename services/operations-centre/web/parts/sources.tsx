import { BREAKER } from '@ioc/schemas/control/breaker.ts'
import type { Control, Source } from '../../sources/sources.ts'
import type { SourcesAnswer } from '../api/answers.ts'
import { usePoll } from '../api/poll.ts'
import { count, instant, span } from '../format.ts'
import { useView, useWords } from '../view.tsx'
import { CONTRACTS, wordsFor } from '../words/events.ts'
import { SAY } from '../words/page.ts'
import { FRESHNESS_SHOWN, HELD_SHOWN } from '../words/states.ts'
import { Known, Panel } from './panel.tsx'
import { StateMark } from './state-mark.tsx'
import { type Column, Table } from './table.tsx'

const columns: readonly Column<Source>[] = [
  { head: SAY.source, names: true, cell: (source) => <Name source={source} /> },
  { head: SAY.freshness, cell: (source) => <State source={source} /> },
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
  { head: SAY.emitted, numeric: true, cell: ({ emitted }) => <Known text={count(emitted)} /> },
  { head: SAY.refusedAtSource, numeric: true, cell: ({ rejected }) => <Known text={count(rejected)} /> },
  {
    head: SAY.conflicts,
    numeric: true,
    cell: ({ identityConflicts }) => <Known text={count(identityConflicts)} />,
  },
]

/** Every source, how fresh it is by arrival, and what it says of itself. */
export function Sources() {
  const polled = usePoll<SourcesAnswer>('/v1/sources', 3_000)
  const say = useWords()
  return (
    <Panel id="sources" title={SAY.sources} polled={polled}>
      <Table
        label={say(SAY.sources)}
        columns={columns}
        rows={polled.data?.sources ?? []}
        rowKey={({ source, contract }) => `${source} ${contract}`}
      />
    </Panel>
  )
}

/** Held comes before fresh: what is held says nothing, however fresh it is. */
function State({ source: { freshness, control } }: { source: Source }) {
  return (
    <>
      {control?.state === 'held' && <Held control={control} />}
      <StateMark shown={FRESHNESS_SHOWN[freshness]} />
    </>
  )
}

/** Since when and by whom, and the last reason of the edge; a person's hold says why instead. */
function Held({ control: { since, by, why, lastReason } }: { control: Control }) {
  const say = useWords()
  return (
    <div className="held" data-tone={HELD_SHOWN.tone}>
      <StateMark shown={HELD_SHOWN} />
      <p>
        {say(SAY.heldSince)} <time>{instant(since)}</time> {say(SAY.heldBy)}{' '}
        {by === BREAKER ? say(SAY.breaker) : by}
      </p>
      {lastReason ? (
        <p>
          {say(SAY.lastReason)}: <code>{lastReason.code}</code> <code>{lastReason.path}</code>
          <span lang="en">{lastReason.message}</span>
        </p>
      ) : (
        <p>
          {say(SAY.why)}: {why}
        </p>
      )}
    </div>
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
