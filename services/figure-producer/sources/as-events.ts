import type { PrintedFigure } from '@ioc/schemas/documents/printed.ts'
import { printed } from '@ioc/schemas/documents/printed.ts'
import type { Candidate } from '@ioc/source/source.ts'

export const ISSUING_SYSTEM = 'reports.lamdong.gov.vn'

export type FigureData = ReturnType<typeof dataOf>

/** What documents print, and after it the halves of those that another body counted. */
export const dataOfAll = (
  figures: readonly PrintedFigure[],
): { published: FigureData[]; reported: FigureData[] } => ({
  published: figures.map((figure) => dataOf(figure, 'published')),
  reported: figures.filter((figure) => figure.alsoReported).map((figure) => dataOf(figure, 'reported')),
})

/** A figure of a document as data of `reported-figure.v1`, known from the morning the document was issued. */
export function dataOf(figure: PrintedFigure, kind: 'published' | 'reported') {
  const document = printed.documents[figure.document]!
  const name = figure.name === undefined ? '' : `/${figure.name}`
  return {
    issuingSystem: ISSUING_SYSTEM,
    recordedAt: `${document.issuedOn}T09:00:00+07:00`,
    sequence: 0,
    voided: false,
    figureCode: `${figure.document}/${figure.indicator}${name}/${kind}`,
    kind,
    indicator: figure.indicator,
    unitCode: figure.unitCode,
    periodFrom: figure.periodFrom,
    periodTo: figure.periodTo,
    periodInferred: figure.periodInferred,
    estimate: figure.estimate,
    numerator: figure.numerator ?? null,
    denominator: figure.denominator ?? null,
    printed: kind === 'published' ? figure.printed : null,
    knownDifference: kind === 'published' ? (figure.knownDifference ?? null) : null,
    unitOfMeasure: figure.unitOfMeasure,
    documentCode: figure.document,
    documentIssuedOn: document.issuedOn,
    issuedAt: `${document.issuedOn}T08:00:00+07:00`,
  }
}

/** Typed in one after the other, a minute each. */
export const eventOf = (id: string, n: number, data: FigureData): Candidate => ({
  id,
  atMs: Date.parse(data.recordedAt) + n * 60_000,
  data,
})
