import type { Kafka } from '@ioc/kafka'
import { sourceProgress } from '@ioc/schemas'
import { toLocalText } from '@ioc/schemas/events/instant.ts'
import { publishProgress } from '@ioc/source/progress.ts'
import { expect, test } from 'vitest'
import { sources as ofDossiers } from '../../services/dossier-producer/sources/index.ts'
import { sources as ofFigures } from '../../services/figure-producer/sources/index.ts'
import { sources as ofFeedback } from '../../services/hotline-producer/sources/index.ts'
import { sources as ofSurveys } from '../../services/survey-producer/sources/index.ts'

/** The day each source of ours says, in the words it publishes, that it begins to tell everything. */
const saidFrom = async () => {
  const said: [string, string | null][] = []
  const kafka = {
    publish: async (_topic: string, records: readonly { value: string }[]) => {
      for (const { value } of records) {
        const { source, contract, completeFrom } = sourceProgress.data.parse(JSON.parse(value))
        said.push([`${source} ${contract}`, completeFrom === null ? null : toLocalText(completeFrom)])
      }
    },
  } as unknown as Kafka
  const state = { checkpoint: null, emitted: 0, rejected: 0, skipped: 0, completeUpToMs: 0, finished: false }
  for (const source of [ofDossiers(), ofFeedback(), ofSurveys(), ofFigures()].flat())
    await publishProgress(kafka, source, state, Date.parse('2026-01-01'), AbortSignal.timeout(10_000))
  return said
}

test('each source of the demonstration says from when it tells everything: nobody is taken to speak of years before', async () => {
  expect(await saidFrom()).toEqual(
    [
      ['first-half-2024 dossier.v1', '2024-01-01'],
      ['live-demo dossier.v1', '2024-07-01'],
      ['first-half-2024 feedback.v1', '2024-01-01'],
      ['live-demo feedback.v1', '2024-07-01'],
      // The surveys of 2023, all their forms.
      ['first-half-2024 survey-response.v1', '2023-01-01'],
      ['live-demo survey-response.v1', '2024-07-01'],
      ['first-half-2024 reported-figure.v1', '2024-01-01'],
      ['end-2024 reported-figure.v1', '2024-12-31'],
      ['live-demo reported-figure.v1', '2024-07-01'],
    ].map(([source, day]) => [source, `${day} 00:00:00.000`]),
  )
})
