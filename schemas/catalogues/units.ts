import { z } from 'zod'
import { bilingual, day, evidence, expectation, sourceText, validity } from './evidence.ts'

/** From the whole to the smallest; departments stand beside districts, both directly under the province. */
export const UNIT_LEVELS = ['province', 'department', 'district', 'commune'] as const

/** The closed set of Vietnamese kinds of unit; the first word of an administrative unit's official name. */
export const UNIT_KINDS = [
  'tỉnh',
  'văn phòng',
  'sở',
  'thanh tra',
  'ban',
  'thành phố',
  'huyện',
  'phường',
  'thị trấn',
  'xã',
] as const

/**
 * One unit during one stretch of its life. The key is (code, validFrom): a code may be given to another unit later
 * (24955 was Pró and is Quảng Lập; 682 was Đạ Tẻh and is Đạ Huoai), so a code alone names nothing without a day.
 *
 * A change of name, parent or extent ends the row and begins another that names it as predecessor.
 * Names are kept as the statistics list spells them (`Đạ M' Rong`), so compare codes, never names.
 *
 * Sources: codes and names of province, districts and communes — the list of the General Statistics Office, read
 * from the public mirror github.com/daohoangson/dvhcvn, not from the office's own site; the changes of 2024-12-01 —
 * Resolution 1245/NQ-UBTVQH15 of 2024-10-24. No list titled "the 19 departments" and none of their H36.xx codes was
 * found: the names are those met in reports and decisions, the codes are placeholders (`codeEvidence`).
 */
export const unit = z.strictObject({
  code: z.string().min(1),
  level: z.enum(UNIT_LEVELS),
  kind: z.enum(UNIT_KINDS),
  name: bilingual,
  parent: z.string().min(1).nullable(),
  ...validity,
  predecessors: z.array(z.strictObject({ code: z.string().min(1), validFrom: day })),
  evidence,
  codeEvidence: evidence,
  source: sourceText,
})

/**
 * `data/units.json`. `beginsOn` only means "before the data begin": the true dates of foundation are not collected.
 * From `describedUntil` on the province is known to differ (six departments merged on 2025-03-01; districts abolished
 * and the province joined with Đắk Nông and Bình Thuận on 2025-07-01) and those changes are not entered yet.
 */
export const unitsDocument = z.strictObject({
  beginsOn: day,
  describedUntil: day,
  note: z.string(),
  expectations: z.array(expectation),
  units: z.array(unit),
})

export type Unit = z.infer<typeof unit>
export type UnitLevel = (typeof UNIT_LEVELS)[number]
export type UnitsDocument = z.infer<typeof unitsDocument>
