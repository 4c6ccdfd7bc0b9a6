import { writeActions } from './actions.ts'
import { chunksOf } from './chunks.ts'
import type { Acting, DeadLetterDoors } from './doors.ts'
import { type Position, readPosition } from './position.ts'
import { DeadLetterRefusal } from './refusal.ts'
import { readSealed } from './sealed.ts'
import { readWords } from './words.ts'

export type Dropped = { position: string; outcome: 'dropped' | 'reopened' | 'unchanged' }

/**
 * Sets dead letters aside with a word why, or takes that back. Nothing is deleted: the bytes stay, and the word can be taken back.
 * What stands so already is left as it is. Throws DeadLetterRefusal `why-missing`, `not-a-dead-letter`.
 */
export const setAside = async (
  doors: Pick<DeadLetterDoors, 'clickhouse' | 'now'>,
  word: 'drop' | 'reopen',
  targets: readonly Position[],
  acting: Acting,
): Promise<Dropped[]> => {
  if (acting.why.trim() === '')
    throw new DeadLetterRefusal('why-missing', `to ${word} a dead letter takes a word why (--why, or "why")`)
  const done: Dropped[] = []
  for (const chunk of chunksOf(targets.map((target) => ({ ...target, valueBytes: 0 })))) {
    const rows = await readSealed(doors.clickhouse, chunk, { bytes: false })
    if (rows.length < chunk.length)
      throw new DeadLetterRefusal(
        'not-a-dead-letter',
        'the ledger has no rejected record at one of these positions',
      )
    const roots = [...new Set(rows.map(({ root }) => root))]
    const words = await readWords(doors.clickhouse, roots)
    const isDropped = (root: string) => words.get(root)?.word === 'drop'
    const changing = roots.filter((root) => isDropped(root) !== (word === 'drop'))
    if (changing.length > 0)
      await writeActions(
        doors,
        word,
        acting,
        changing.map((root) => ({ position: readPosition(root) })),
      )
    const changed = new Set(changing)
    done.push(
      ...roots.map((root) => ({
        position: root,
        outcome: !changed.has(root)
          ? ('unchanged' as const)
          : word === 'drop'
            ? ('dropped' as const)
            : ('reopened' as const),
      })),
    )
  }
  return done
}
