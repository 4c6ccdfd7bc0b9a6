import { WrongWords } from '@ioc/config'
import { type CallerKeys, readCallerKeys, rotateCallerKey } from '@ioc/sealing/caller-keys.ts'
import { readDuration } from './duration.ts'
import type { PushAt, PushStep } from './push.ts'

/** So long both are written, if it is not said: most who complain again do so within it (our own default). */
const OVERLAP = '90d'

/**
 * One command on the keys that feedback callers are hashed with. Running producers use a new one within a second.
 * @throws WrongWords
 */
export const callersStep = (
  [command, ...more]: string[],
  { overlap = OVERLAP, json }: { overlap?: string | undefined; json: boolean },
  at: Pick<PushAt, 'dataDir' | 'nowMs' | 'newKey'>,
): PushStep => {
  if (more.length > 0) throw new WrongWords(`${more[0]} is one word too many`)
  if (command === 'list')
    return { act: null, run: () => print(readCallerKeys(at.dataDir), [], json, at.nowMs) }
  if (command !== 'rotate')
    throw new WrongWords(`unknown command ${command ?? '(none)'}; known: list, rotate`)
  const overlapMs = readDuration('overlap', overlap)
  return {
    act: { action: 'keys.rotate', subject: 'callers', content: { overlap } },
    run: () => {
      const keys = rotateCallerKey(at.dataDir, { newKey: at.newKey(), nowMs: at.nowMs, overlapMs })
      return print(keys, [`callers are hashed with ${keys.inUse.id} from now on`], json, at.nowMs)
    },
  }
}

const print = ({ inUse, before }: CallerKeys, said: string[], json: boolean, nowMs: number): string => {
  const rows = [
    { id: inUse.id, state: 'in-use', until: null },
    ...(before === null
      ? []
      : [
          {
            id: before.id,
            state: before.untilMs > nowMs ? 'written-too' : 'over',
            until: new Date(before.untilMs).toISOString(),
          },
        ]),
  ]
  if (json) return `${JSON.stringify({ done: said, keys: rows })}\n`
  const lines = rows.map(({ id, state, until }) =>
    `${id}  ${state.padEnd(11)}${until ? `  until ${until}` : ''}`.trimEnd(),
  )
  return `${[...said, ...lines].join('\n')}\n`
}
