import { printed as all } from '@ioc/schemas/documents/printed.ts'

const LAST_DAY = '2024-06-30'

/** What was in print by the end of the half-year: an article of December cannot be known in June. */
export const printed = {
  documents: all.documents,
  figures: all.figures.filter(({ document }) => all.documents[document]!.issuedOn <= LAST_DAY),
}
