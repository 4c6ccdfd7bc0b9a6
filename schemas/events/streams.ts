import type { CatalogueView } from './contract.ts'
import { FEEDBACK_CHANNELS } from './feedback.ts'

/** Kinds of events of one contract that are never added up, and that different systems keep. */
export type Streams = {
  /** The field that says which stream an event belongs to. */
  field: string
  says: string
  isKnown(stream: string, catalogues: Pick<CatalogueView, 'questionnaire'>): boolean
}

const STREAMS: ReadonlyMap<string, Streams> = new Map<string, Streams>([
  [
    'feedback',
    {
      field: 'channel',
      says: `is no channel of feedback: ${FEEDBACK_CHANNELS.join(', ')}`,
      isKnown: (stream) => FEEDBACK_CHANNELS.some((channel) => channel === stream),
    },
  ],
  [
    'survey-response',
    {
      field: 'questionnaireCode',
      says: 'is no questionnaire of the catalogue',
      isKnown: (stream, catalogues) => catalogues.questionnaire(stream) !== undefined,
    },
  ],
])

/** The streams of a contract, whatever its version; null where all its events are of one kind. */
export const streamsOf = (contract: string): Streams | null =>
  STREAMS.get(contract.replace(/\.v\d+$/, '')) ?? null
