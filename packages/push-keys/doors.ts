import type { PORT_OFFSETS } from '@ioc/config'

/** The producers that take pushes, each with the contract it takes. */
export const PUSH_DOORS = {
  'dossier-producer': 'dossier.v1',
  'hotline-producer': 'feedback.v1',
  'survey-producer': 'survey-response.v1',
  'figure-producer': 'reported-figure.v1',
} as const satisfies Partial<Record<keyof typeof PORT_OFFSETS, string>>

export type PushProducer = keyof typeof PUSH_DOORS

/** The sources that have a key from the first start on, in `keys/<source>` (design §6); any other is made by `npm run keys -- new`. */
export const FIRST_SOURCES: readonly { source: string; producer: PushProducer; contract: string }[] = (
  [
    ['dossier-push', 'dossier-producer'],
    ['feedback-push', 'hotline-producer'],
    ['survey-push', 'survey-producer'],
    ['figure-push', 'figure-producer'],
  ] as const
).map(([source, producer]) => ({ source, producer, contract: PUSH_DOORS[producer] }))

export const firstSourcesOf = (producer: PushProducer): string[] =>
  FIRST_SOURCES.filter((each) => each.producer === producer).map(({ source }) => source)
