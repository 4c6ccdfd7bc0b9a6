import { keyOf, type Problem } from './problem.ts'
import { overlap, type Valid } from './validity.ts'

type Row = Valid & { code: string; level?: string }

/** No key twice, no code for two rows on one day, no code for two levels. */
export function checkKeys(file: Problem['file'], rows: readonly Row[]): Problem[] {
  const problems: Problem[] = []
  for (const sameCode of Map.groupBy(rows, (row) => row.code).values()) {
    sameCode.forEach((row, i) => {
      for (const other of sameCode.slice(0, i)) problems.push(...compare(file, other, row))
    })
  }
  return problems
}

function compare(file: Problem['file'], other: Row, row: Row): Problem[] {
  const at = { file, row: keyOf(row) }
  if (other.validFrom === row.validFrom) {
    const message = 'two rows have this code and this validFrom: remove one, or correct its code'
    return [{ ...at, code: 'duplicate-key', message }]
  }
  const problems: Problem[] = []
  if (overlap(other, row)) {
    const message = `${keyOf(other)} is still in force: end the earlier row on the day the later one begins`
    problems.push({ ...at, code: 'overlapping-validity', message })
  }
  if (other.level !== row.level) {
    const message = `the code is a ${other.level} in ${keyOf(other)} and a ${row.level} here: give one of them its own code`
    problems.push({ ...at, code: 'code-used-twice', message })
  }
  return problems
}

/** Every row ends after it begins. */
export function checkValidity(file: Problem['file'], rows: readonly Row[]): Problem[] {
  return rows
    .filter((row) => row.validTo !== null && row.validTo <= row.validFrom)
    .map((row) => ({
      file,
      row: keyOf(row),
      code: 'empty-validity',
      message: `ends on ${row.validTo}, not after it begins: validTo is the first day it is no longer in force`,
    }))
}

/** No code twice in a list without validity: fields, topics, questions. */
export function checkUnique(
  file: Problem['file'],
  list: string,
  rows: readonly { code: string }[],
): Problem[] {
  return [...Map.groupBy(rows, (row) => row.code)]
    .filter(([, same]) => same.length > 1)
    .map(([code, same]) => ({
      file,
      row: `${list}.${code}`,
      code: 'code-used-twice',
      message: `${same.length} rows have this code: give each its own`,
    }))
}
