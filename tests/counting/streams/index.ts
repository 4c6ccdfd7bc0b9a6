import fc from 'fast-check'
import type { Data, Told } from '../told.ts'
import { dossierVersions } from './dossier.ts'
import { feedbackVersions } from './feedback.ts'
import { figureVersions } from './figure.ts'
import { formVersions } from './form.ts'

const SUBJECTS = [
  { topic: 'dossier.v1', subjects: 260, versions: dossierVersions },
  { topic: 'feedback.v1', subjects: 160, versions: feedbackVersions },
  { topic: 'survey-response.v1', subjects: 70, versions: formVersions },
  { topic: 'reported-figure.v1', subjects: 24, versions: figureVersions },
]

/** Every version of every subject of a small province, in the order they were drawn. */
const history: fc.Arbitrary<Told[]> = fc
  .tuple(
    ...SUBJECTS.map(({ topic, subjects, versions }) =>
      fc
        .tuple(...Array.from({ length: subjects }, (_, serial) => versions(serial)))
        .map((all) => all.flat().map((data: Data): Told => ({ topic, data, extra: null }))),
    ),
  )
  .map((topics) => topics.flat())

/** The same events in another order, a tenth of them more than once. */
export const shuffled = (events: readonly Told[], seed: number): Told[] => {
  const some = fc.subarray([...events], { maxLength: Math.ceil(events.length / 10) })
  const all = some.chain((again) => {
    const repeated = [...events, ...again]
    return fc.shuffledSubarray(repeated, { minLength: repeated.length })
  })
  return fc.sample(all, { seed, numRuns: 1 })[0]!
}

/** What a province tells by a seed: corrections, voidings, late and early versions, repeats, in no order. */
export const streamOf = (seed: number): Told[] => shuffled(fc.sample(history, { seed, numRuns: 1 })[0]!, seed)
