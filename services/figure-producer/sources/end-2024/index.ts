import { printed } from '@ioc/schemas/documents/printed.ts'
import { readInstant } from '@ioc/schemas/events/instant.ts'
import { reportedFigure } from '@ioc/schemas/events/reported-figure.ts'
import { scriptOf, seedTag, tell } from '@ioc/simulation'
import type { Source } from '@ioc/source/source.ts'
import { dataOfAll, eventOf } from '../as-events.ts'

export const DOCUMENT = 'bai-viet-cuoi-nam-2024'
const { issuedOn } = printed.documents[DOCUMENT]!
/** The last millisecond of the day it was issued: nobody in June knows what December's article will say. */
const ISSUED_MS = Number(readInstant(issuedOn))
const DAY_MS = 86_400_000

/**
 * Figures of the province's article at the end of 2024, real as printed; only when they were typed in is not. It is silent, and so unknown,
 * until the business clock has passed the day of the article, and then tells all of it.
 */
export const end2024 = (options: { seed?: string } = {}): Source => {
  const tag = seedTag(options.seed ?? 'lam-dong-2024-end')
  const { published, reported } = dataOfAll(printed.figures.filter(({ document }) => document === DOCUMENT))
  const script = scriptOf(
    tag,
    ISSUED_MS,
    [...published, ...reported].map((data, n) => eventOf(`${tag}-${n}`, n, data)),
  )
  return {
    name: 'end-2024',
    contract: reportedFigure as unknown as Source['contract'],
    title: {
      vi: 'Số liệu bài viết cuối năm 2024 (nhập lại)',
      en: 'Figures of the article at the end of 2024 (re-entered)',
    },
    simulated: true,
    rhythmSeconds: 3600,
    // One article is all it tells; what bodies reported before that day it does not know.
    completeFromMs: ISSUED_MS + 1 - DAY_MS,
    pollMs: 60_000,
    total: script.length,
    read: (since, { clock, signal }) =>
      clock.running && clock.now() > ISSUED_MS ? tell(script, since, signal) : nothingYet(),
  }
}

async function* nothingYet(): ReturnType<typeof tell<never>> {}
