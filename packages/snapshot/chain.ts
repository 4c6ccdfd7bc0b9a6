import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import { sound, type Verdict, wrong } from './verdict.ts'

/** The part of an artefact a chain hangs by. */
export type Link = {
  body: Pick<Artefact['body'], 'group' | 'date' | 'revision' | 'supersedes'>
  digest: string
}

/** Does this revision follow that one: same group and day, the next number, and naming its digest? */
export const follows = (before: Link, after: Link): Verdict => {
  const name = `revision ${after.body.revision}`
  if (before.body.group !== after.body.group || before.body.date !== after.body.date)
    return wrong('chain', `${name} is of another group or day than the one before it`, 'body')
  if (after.body.revision !== before.body.revision + 1)
    return wrong('chain', `${name} does not come next after ${before.body.revision}`, 'body.revision')
  if (after.body.supersedes?.digest !== before.digest)
    return wrong('chain', `${name} supersedes another body than the one before it`, 'body.supersedes.digest')
  return sound
}

/**
 * Checks the revisions of one group and day, the first one first. A chain may begin after revision 1 (older files were not at hand);
 * from its beginning on it must have no gap. Each artefact must have been verified by itself before.
 */
export const verifyChain = (artefacts: readonly Link[]): Verdict => {
  for (let i = 1; i < artefacts.length; i += 1) {
    const verdict = follows(artefacts[i - 1]!, artefacts[i]!)
    if (verdict.kind === 'wrong') return verdict
  }
  return sound
}
