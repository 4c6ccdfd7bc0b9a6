import { useAddress } from '../../address.ts'
import type { OverviewAnswer } from '../../api/numbers.ts'
import { usePoll } from '../../api/poll.ts'
import { useChosen } from '../../chosen.ts'
import { ContextBar } from '../../parts/context-bar.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useWords } from '../../view.tsx'
import { NUM } from '../../words/numbers.ts'
import type { ScreenProps } from '../index.ts'
import { Wall } from '../wall/wall.tsx'
import { Refusal } from './refusal.tsx'
import { River } from './river.tsx'
import { Tile } from './tile.tsx'

/** What an operator sees first: the headlines of the four groups, and how the river flows that feeds them. */
export function Overview({ river }: ScreenProps) {
  const { ask } = useChosen()
  const { words, set } = useAddress()
  const say = useWords()
  const answered = usePoll<OverviewAnswer>(`/v1/overview?${ask()}`, 5_000)
  // Old numbers look like those of a lost connection, whoever is slow.
  const polled = { ...answered, failing: answered.failing || (answered.data?.isOld ?? false) }
  if (words.get('view') === 'wall') return <Wall overview={polled} river={river} />
  return (
    <>
      <ContextBar />
      <Refusal polled={polled} />
      {!polled.data && !polled.refusal && (
        <p className="empty" role="status">
          {say(NUM.counting)}
        </p>
      )}
      {polled.data?.groups.map(({ id, title, tiles }) => (
        <Panel key={id} id={`group-${id}`} title={title} polled={polled}>
          <ul className="tiles">
            {tiles.map((tile) => (
              <Tile
                key={tile.indicator.id}
                tile={tile}
                scope={polled.data!.scope.key}
                beforeUntil={polled.data!.beforeUntil}
              />
            ))}
          </ul>
        </Panel>
      ))}
      <River polled={river} />
      <p className="to-wall">
        <button type="button" className="button" onClick={() => set({ view: 'wall' }, { step: true })}>
          {say(NUM.wall)}
        </button>
      </p>
    </>
  )
}
