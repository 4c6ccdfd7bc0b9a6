import { exitFor } from '@ioc/config'
import { withConfig } from '@ioc/health'
import type { Contract } from '@ioc/schemas'
import { dossier, feedback, reportedFigure, surveyResponse } from '@ioc/schemas'
import { type Producer, readProducerConfig, runProducer } from '@ioc/source'

const door = (service: Producer['service'], contract: unknown, pushSource: string): Producer => ({
  service,
  contract: contract as Contract,
  pushSources: [pushSource],
  sources: [],
})

// The push doors of the four producers, as their own `main.ts` open them, but in one process and without the half-year they replay.
await withConfig(
  () => readProducerConfig(process.env),
  (config) =>
    Promise.race([
      runProducer(door('dossier-producer', dossier, 'dossier-push'), config),
      runProducer(door('hotline-producer', feedback, 'feedback-push'), config),
      runProducer(door('survey-producer', surveyResponse, 'survey-push'), config),
      runProducer(door('figure-producer', reportedFigure, 'figure-push'), config),
    ]),
  exitFor,
)
