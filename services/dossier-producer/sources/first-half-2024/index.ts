import type { Catalogues } from '@ioc/catalogues'
import { dossier } from '@ioc/schemas/events/dossier.ts'
import { seedOf, seedTag, tell } from '@ioc/simulation'
import type { Candidate, Source } from '@ioc/source/source.ts'
import { dossierScript } from './dossier-script.ts'
import { instants, PERIOD_FROM } from './time.ts'

/** Changing it makes another half-year with the same counts, and other event ids. */
export const SEED = 'lam-dong-2024-h1'

/** Of what is told about the same lives; raised when an event says more or other than before. 2: `closedAt`. */
const EDITION = 2

/**
 * The province's first half of 2024, rebuilt: about 1.2 million events whose newest versions give exactly the counts of
 * `printed.json`. Units, days and procedures are synthetic; so is everything that goes wrong on the way.
 */
export const firstHalf2024 = (catalogues: Catalogues, options: { seed?: string } = {}): Source => {
  const seed = options.seed ?? SEED
  let made: ReturnType<typeof dossierScript> | undefined
  const script = () => {
    made ??= dossierScript(seedOf(seed), seedTag(`${seed} ${EDITION}`), catalogues)
    return made
  }
  return {
    name: 'first-half-2024',
    contract: dossier as unknown as Source['contract'],
    title: {
      vi: 'Hồ sơ 6 tháng đầu năm 2024 (dựng lại)',
      en: 'Dossiers of the first half of 2024 (rebuilt)',
    },
    simulated: true,
    rhythmSeconds: 60,
    // Of December it holds only what went on into the half-year.
    completeFromMs: instants.ms(PERIOD_FROM),
    pollMs: null,
    get total() {
      return script().length
    },
    read: (since, { signal }) => tell<Candidate>(script(), since, signal),
  }
}
