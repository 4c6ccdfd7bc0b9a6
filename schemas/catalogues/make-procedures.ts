import { writeFileSync } from 'node:fs'
import { apportion, spread } from './apportion.ts'
import { FIELDS } from './procedure-fields.ts'
import { ONLINE_LEVELS, PROCEDURE_LEVELS, type Procedure, type ProceduresDocument } from './procedures.ts'

const PRINTED = {
  level: { province: 1410, district: 293, commune: 162 },
  online: { full: 451, partial: 761, none: 653 },
  withFee: 377,
}
const BEGINS_ON = '2020-01-01'
const REPORT = 'Report on administrative reform in the first half of 2024, People’s Committee of Lâm Đồng'
const LEVEL_WORDS = {
  province: { vi: 'cấp tỉnh', en: 'province level' },
  district: { vi: 'cấp huyện', en: 'district level' },
  commune: { vi: 'cấp xã', en: 'commune level' },
}
/** Plausible statutory times in working days; the commune's are the shortest. */
const LEGAL_WORKING_DAYS = {
  province: [3, 5, 7, 10, 15, 20, 25, 30],
  district: [1, 3, 5, 7, 10, 15, 20],
  commune: [1, 1, 2, 3, 5, 7],
}

/**
 * The catalogue of procedures whose totals are the printed ones and whose rows are made up, the same at every call.
 * Every level gets its proportional share of full, partial and not-online procedures and of those with a fee.
 */
export function makeProcedures(): ProceduresDocument {
  const online = ONLINE_LEVELS.map((kind) => apportion(PRINTED.online[kind], Object.values(PRINTED.level)))
  const withFee = apportion(PRINTED.withFee, Object.values(PRINTED.level))
  const procedures = PROCEDURE_LEVELS.flatMap((level, l) =>
    makeLevel(
      level,
      online.map((shares) => shares[l]!),
      withFee[l]!,
    ),
  )
  return {
    note: 'Totals are printed, rows are synthetic: made by schemas/catalogues/make-procedures.ts, do not edit by hand.',
    source: `${REPORT}: 1.865 = 1.410 + 293 + 162 procedures, 451 fully and 761 partially online. Procedures with a fee: 377 in 2023, appendix of Plan 5024/KH-UBND, criterion 7.3.7.`,
    expectations: expectations(),
    fields: FIELDS.map(({ code, name }) => ({ code, name, evidence: 'synthetic' })),
    procedures: procedures.map((procedure, i) => ({
      code: `9.${String(i + 1).padStart(6, '0')}`,
      ...procedure,
    })),
  }
}

function makeLevel(
  level: Procedure['level'],
  onlineShares: number[],
  withFee: number,
): Omit<Procedure, 'code'>[] {
  const rows = PRINTED.level[level]
  const fields = FIELDS.filter((field) => field.weights[level] > 0)
  const fieldShares = apportion(
    rows,
    fields.map((field) => field.weights[level]),
  )
  // Sorted by field, so that the evenly spread kinds below reach every field of some size.
  const fieldOf = fieldShares.flatMap((share, f) => Array.from({ length: share }, () => fields[f]!))
  const onlineOf = spread(onlineShares)
  const feeOf = spread([withFee, rows - withFee])
  return fieldOf.map((field, i) => ({
    name: {
      vi: `Thủ tục mô phỏng số ${i + 1} ${LEVEL_WORDS[level].vi} – ${field.name.vi}`,
      en: `Simulated procedure ${i + 1}, ${LEVEL_WORDS[level].en} – ${field.name.en}`,
    },
    level,
    fieldCode: field.code,
    online: ONLINE_LEVELS[onlineOf[i]!]!,
    hasFee: feeOf[i] === 0,
    paperResult: (i * 7) % 10 < 6,
    legalWorkingDays: LEGAL_WORKING_DAYS[level][(i * 5) % LEGAL_WORKING_DAYS[level].length]!,
    validFrom: BEGINS_ON,
    validTo: null,
    evidence: 'synthetic',
  }))
}

function expectations(): ProceduresDocument['expectations'] {
  const of = (where: Record<string, string>, rows: number) =>
    ({ from: '2024-01-01', to: null, where, rows, evidence: 'published', source: REPORT }) as const
  return [
    of({}, 1865),
    ...PROCEDURE_LEVELS.map((level) => of({ level }, PRINTED.level[level])),
    of({ online: 'full' }, PRINTED.online.full),
    of({ online: 'partial' }, PRINTED.online.partial),
  ]
}

/** The file's text: one row a line, so that a change is one line of a diff. */
export function printProcedures(document: ProceduresDocument): string {
  const { note, source, ...lists } = document
  const printed = Object.entries(lists).map(
    ([name, rows]) => `  "${name}": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]`,
  )
  return `{\n  "note": ${JSON.stringify(note)},\n  "source": ${JSON.stringify(source)},\n${printed.join(',\n')}\n}\n`
}

if (import.meta.main) {
  writeFileSync(new URL('./data/procedures.json', import.meta.url), printProcedures(makeProcedures()))
}
