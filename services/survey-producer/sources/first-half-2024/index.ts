import type { Catalogues } from '@ioc/catalogues'
import { surveyResponse } from '@ioc/schemas/events/survey-response.ts'
import { type Script, scriptOf, seedOf, seedTag, tell } from '@ioc/simulation'
import type { Candidate, Source } from '@ioc/source/source.ts'
import { formEvents } from './forms.ts'
import printed from './printed.json' with { type: 'json' }
import { spoiltForms } from './rejects.ts'

export const SEED = 'lam-dong-2024-h1'
/** The surveys of 2023, all their forms; of those of other years none. */
const FROM_MS = Date.parse(`${printed.surveyYear}-01-01T00:00:00+07:00`)
const END_MS = Date.parse('2024-07-01T00:00:00+07:00') - 1

/** Forms of the surveys of 2023, rebuilt so that both indices come out as printed; every single form is synthetic. */
export const firstHalf2024 = (catalogues: Catalogues, options: { seed?: string } = {}): Source => {
  const seed = options.seed ?? SEED
  const tag = seedTag(seed)
  let made: Script<Candidate> | undefined
  const script = () => {
    made ??= scriptOf(tag, END_MS, [
      ...formEvents(seedOf(seed), tag, catalogues),
      ...spoiltForms(catalogues, tag),
    ])
    return made
  }
  return {
    name: 'first-half-2024',
    contract: surveyResponse as unknown as Source['contract'],
    title: { vi: 'Phiếu khảo sát năm 2023 (dựng lại)', en: 'Survey forms of 2023 (rebuilt)' },
    simulated: true,
    rhythmSeconds: 60,
    completeFromMs: FROM_MS,
    pollMs: null,
    get total() {
      return script().length
    },
    read: (since, { signal }) => tell(script(), since, signal),
  }
}
