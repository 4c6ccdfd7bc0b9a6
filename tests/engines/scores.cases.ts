import type { Data, Told } from '../counting/told.ts'

// A month of the commune 24769, small enough to be scored by hand: four dossiers handed in over the counter, one finished late,
// and what the portal would tell of the rest.

/** What nobody counts here, reported for the commune in June 2024: component, numerator, denominator, unit of measure. */
const TOLD = [
  ['publish-on-time', 1, 2, 'thủ tục'],
  ['public-update-on-time', 3, 4, 'thủ tục'],
  ['public-content-full', 87, 89, 'thủ tục'],
  ['dossier-sync', 5, 4, 'hồ sơ'],
  ['online-services', 2, 5, 'thủ tục'],
  ['payment-procedures-integrated', 1, 4, 'thủ tục'],
  ['electronic-certified-copy', 1, 4, 'hồ sơ'],
  ['synced-with-dvcqg-personal-storage', 1, 2, 'hồ sơ'],
  ['petition-classification-tthc', 3, 7, 'phản ánh'],
  ['petition-classification-staff', 4, 7, 'phản ánh'],
] as const

const versioned = {
  issuingSystem: 'test.lamdong.gov.vn',
  recordedAt: '2024-07-01T08:00:00+07:00',
  sequence: 0,
  voided: false,
}

/** A figure another body reports, of a unit and a period. */
export const reportedFigure = (indicator: string, change: Partial<Data> = {}): Told => ({
  topic: 'reported-figure.v1',
  extra: null,
  data: {
    ...versioned,
    figureCode: `test/${indicator}`,
    kind: 'reported',
    indicator,
    unitCode: '68',
    periodFrom: '2024-06-01',
    periodTo: '2024-06-30',
    periodInferred: false,
    estimate: false,
    numerator: 1,
    denominator: 1,
    printed: null,
    knownDifference: null,
    unitOfMeasure: 'nhiệm vụ',
    documentCode: 'test-document',
    documentIssuedOn: '2024-07-01',
    issuedAt: '2024-07-01T08:00:00+07:00',
    ...change,
  },
})

const dossier = (n: number, procedureCode: string): Told => ({
  topic: 'dossier.v1',
  extra: null,
  data: {
    ...versioned,
    dossierCode: `H36.12-240603-000${n}`,
    procedureCode,
    unitCode: '24769',
    channel: 'direct',
    applicantKind: 'citizen',
    status: 'finished',
    receivedAt: '2024-06-03T08:00:00+07:00',
    dueAt: '2024-06-07',
    finishedAt: n === 0 ? '2024-06-11T16:00:00+07:00' : '2024-06-06T16:00:00+07:00',
  },
})

/** The commune's month; one remedy of plan 5024 is done. */
export const handMadeEvents = (procedureCode: string): Told[] => [
  ...[0, 1, 2, 3].map((n) => dossier(n, procedureCode)),
  ...TOLD.map(([component, numerator, denominator, unitOfMeasure]) =>
    reportedFigure(`dossier.quality.${component}`, {
      unitCode: '24769',
      numerator,
      denominator,
      unitOfMeasure,
    }),
  ),
  reportedFigure('par.remediation.1-7-1', { periodFrom: '2024-06-20', periodTo: '2024-06-25' }),
]

type Case = { id: string; scope: string; value: string; denominator: number | null; band?: string }

const commune = (id: string, value: string, denominator: number, band?: string): Case => ({
  id: `dossier.quality.${id}`,
  scope: '24769',
  value,
  denominator,
  ...(band ? { band } : {}),
})
const province = (id: string, value: string, denominator: number | null = null): Case => ({
  id,
  scope: '68',
  value,
  denominator,
})

/**
 * Indicators that no document prints and no second counting counts, each with the value a person works out: those of Decision 766
 * for June 2024, the others as of 30 June 2024. `tests/tree` asks for one here of every such indicator.
 */
export const HAND_MADE: readonly Case[] = [
  // 13.96 + 15.00 + 1.00 + 0.63 + 2.50 + 17.00
  commune('total', '50.09', 100, 'trung bình'),
  // 6 × 1/2, 4 × 3/4, 2 × 97.75%, and a sync above its denominator is full: 3.00 + 3.00 + 1.96 + 6.00
  commune('ckmb', '13.96', 18),
  commune('tdgq', '15.00', 20), // 3 of 4 on time
  commune('clgq', '1.00', 12), // 2/5 of the 80% that earn 2; nothing online
  commune('tttt', '0.63', 10), // 1/4 of the 80% that earn 2: 0.625
  commune('mdsh', '2.50', 22), // 2 × 1/4 and 4 × 1/2; nothing digitised
  commune('mdhl', '17.00', 18), // no feedback is 6 + 6; 75% of the 90% that earn 6
  commune('publish-on-time', '50.00', 2),
  commune('public-update-on-time', '75.00', 4),
  commune('public-content-full', '97.75', 89),
  commune('dossier-sync', '125.00', 4), // before any cap
  commune('online-services', '40.00', 5),
  commune('payment-procedures-integrated', '25.00', 4),
  commune('electronic-certified-copy', '25.00', 4),
  commune('synced-with-dvcqg-personal-storage', '50.00', 2),
  commune('petition-classification-tthc', '42.86', 7),
  commune('petition-classification-staff', '57.14', 7),
  province('par.sum-of-rows.score', '85.0223', 100),
  province('par.5.4', '1'),
  province('par.6.1.2', '1'),
  province('par.6.3.3', '1'),
  province('par.remediation.open', '44', 45),
  province('par.remediation.done', '1', 45),
  province('par.remediation.overdue', '0', 45),
]
