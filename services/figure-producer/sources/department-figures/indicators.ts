import { sameName } from '@ioc/connectors/texts/tidy.ts'
import documents from '@ioc/schemas/documents/indicators.json' with { type: 'json' }

const byTitle = new Map(documents.indicators.map(({ id, title }) => [sameName(title.vi), id]))

/** The indicator a row speaks of: by the title on our screens, or by its id. What is neither stays as it was. */
export const indicatorOf = (told: string | null): string | null =>
  told === null ? null : (byTitle.get(sameName(told)) ?? told)
