import { WRITTEN_AT } from '@ioc/connectors/drop/index.ts'
import { event, type Mapping, skip } from '@ioc/connectors/mapping.ts'
import { textOf, vietnameseDay, vietnameseYesNo } from '@ioc/connectors/texts/index.ts'
import { indicatorOf } from './indicators.ts'
import { halfOf, unitOfMeasureOf } from './measures.ts'

/** `Số 123/BC-SKHĐT`: a number, and behind a stroke who issued it. */
const DOCUMENT_NUMBER = /^(?:số:? *)?(\d[\d.]* *\/.*)$/isu

/**
 * The number of a document as a code: `Số 123/BC-SKHĐT` → `123/BC-SKHDT`. What is no such number stays as it was and is refused: without its
 * spaces and diacritics anything would be a code, also a name that slipped into this column.
 */
const documentCodeOf = (told: string | null): string | null => {
  const number = DOCUMENT_NUMBER.exec(told?.normalize('NFC') ?? '')?.[1]
  if (number === undefined) return told
  return number
    .replace(/[đĐ]/g, 'D')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll(' ', '')
}

/**
 * One row of a department’s table: what was done (Thực hiện) of what was planned (Kế hoạch) in a period. Remarks are left behind.
 * A figure is known by its document, indicator, unit and period: the same told again, in a later file, is a correction. `recordedAt`
 * is when the file was written.
 */
export const mapping: Mapping = (record) => {
  const told = textOf(record['Chỉ tiêu'])
  const documentCode = documentCodeOf(textOf(record['Số văn bản']))
  if (documentCode === null && textOf(record['Thực hiện']) === null)
    return skip('neither Số văn bản nor Thực hiện: a heading, not a figure')
  const indicator = indicatorOf(told)
  const unitCode = textOf(record['Mã đơn vị']) ?? '68'
  const unitOfMeasure = unitOfMeasureOf(textOf(record['Đơn vị tính']))
  const estimate = vietnameseYesNo(record['Ước thực hiện']) ?? false
  const [periodFrom, periodTo] = [vietnameseDay(record['Từ ngày']), vietnameseDay(record['Đến ngày'])]
  const documentIssuedOn = vietnameseDay(record['Ngày văn bản'])
  return event({
    issuingSystem: 'department-figures.lamdong.gov.vn',
    recordedAt: record[WRITTEN_AT],
    sequence: 0,
    voided: vietnameseYesNo(record['Thu hồi']) ?? false,
    figureCode: `${documentCode}/${indicator}${estimate === true ? '.estimate' : ''}/${unitCode}/${periodTo}`,
    kind: 'reported',
    indicator,
    unitCode,
    periodFrom,
    periodTo,
    estimate,
    numerator: halfOf(record['Thực hiện'], unitOfMeasure),
    denominator: halfOf(record['Kế hoạch'], unitOfMeasure),
    unitOfMeasure,
    documentCode,
    documentIssuedOn,
    issuedAt: documentIssuedOn,
  })
}
