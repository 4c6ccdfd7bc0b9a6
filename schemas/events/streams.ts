import type { CatalogueView } from './contract.ts'
import { FEEDBACK_CHANNELS } from './feedback.ts'

/** What a stream may be called. */
export const STREAM = /^[a-z][a-z0-9-]{1,40}(?:@\d{4})?$/

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

/** What is wrong with names of streams that were said for a contract, in words that begin with the name; null: nothing. */
export const wrongStreams = (
  contract: string,
  names: readonly string[],
  catalogues: Pick<CatalogueView, 'questionnaire'>,
): string | null => {
  const streams = streamsOf(contract)
  const unknown = names.find((name) => !streams?.isKnown(name, catalogues))
  if (unknown === undefined) return null
  return `${unknown.slice(0, 64)} ${streams?.says ?? `is no stream: all events of ${contract} are of one kind`}`
}
