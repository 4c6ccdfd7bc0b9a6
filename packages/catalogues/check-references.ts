import type { Questionnaire, Unit } from '@ioc/schemas/catalogues/index.ts'
import { checkUnique } from './check-keys.ts'
import { checkNames } from './check-names.ts'
import type { CatalogueDocuments } from './documents.ts'
import { keyOf, type Problem } from './problem.ts'
import { byCode, type Valid } from './validity.ts'

/** Which levels may stand directly above a level; the province has nothing above it. */
const PARENT_LEVEL = {
  province: null,
  department: 'province',
  district: 'province',
  commune: 'district',
} as const

/** Whatever a row points at is there, on every day the row lives, and of a level that fits. */
export function checkReferences({ units, iocs, procedures, questionnaires }: CatalogueDocuments): Problem[] {
  const unitsByCode = byCode(units.units)
  const fields = new Set(procedures.fields.map((field) => field.code))
  return [
    ...units.units.flatMap((unit) => checkParent(unit, unitsByCode)),
    ...iocs.iocs.flatMap((ioc) => {
      const at = { file: 'iocs.json', row: keyOf(ioc) } as const
      return checkTarget(at, ioc, ioc.unitCode, ioc.level, unitsByCode, 'unknown-reference')
    }),
    ...procedures.procedures
      .filter((procedure) => !fields.has(procedure.fieldCode))
      .map((procedure): Problem => {
        const message = `field ${procedure.fieldCode} is not in the list of fields: correct it or add the field`
        return { file: 'procedures.json', row: keyOf(procedure), code: 'unknown-reference', message }
      }),
    ...questionnaires.questionnaires.flatMap(checkQuestionnaire),
  ]
}

function checkParent(unit: Unit, unitsByCode: Map<string, Unit[]>): Problem[] {
  const at = { file: 'units.json', row: keyOf(unit) } as const
  const level = PARENT_LEVEL[unit.level]
  if (unit.parent !== null && level !== null) {
    return checkTarget(at, unit, unit.parent, level, unitsByCode, 'missing-parent')
  }
  if (unit.parent === level) return []
  const message = level
    ? `has no parent: name its ${level}`
    : 'a province has no parent here: set parent to null'
  return [{ ...at, code: level ? 'missing-parent' : 'wrong-level', message }]
}

/** `code` names a unit of `level` on every day of `row`'s life. */
function checkTarget(
  at: Pick<Problem, 'file' | 'row'>,
  row: Valid,
  code: string,
  level: string,
  unitsByCode: Map<string, Unit[]>,
  ifMissing: 'missing-parent' | 'unknown-reference',
): Problem[] {
  const targets = unitsByCode.get(code) ?? []
  const wrong = targets.find((target) => target.level !== level)
  if (wrong) {
    const message = `${code} is a ${wrong.level}, where a ${level} must stand: correct the code`
    return [{ ...at, code: 'wrong-level', message }]
  }
  const gap = firstDayWithout(row, targets)
  if (gap === null) return []
  const message = `${code} names no unit on ${gap}: end this row there and begin one under the right code, or mend ${code}`
  return [{ ...at, code: ifMissing, message }]
}

/** The first day of a life on which none of the targets, oldest first, is in force; null when there is none. */
function firstDayWithout(life: Valid, targets: readonly Valid[]): string | null {
  let covered = life.validFrom
  for (const target of targets) {
    if (target.validFrom > covered) break
    if (target.validTo === null) return null
    if (target.validTo > covered) covered = target.validTo
  }
  return life.validTo !== null && covered >= life.validTo ? null : covered
}

function checkQuestionnaire(sheet: Questionnaire): Problem[] {
  const file = 'questionnaires.json'
  const topics = new Set(sheet.topics.map((topic) => topic.code))
  const positions = sheet.scale.map((step) => step.value)
  const problems: Problem[] = [
    ...checkUnique(file, `${sheet.code}.questions`, sheet.questions),
    ...checkUnique(file, `${sheet.code}.topics`, sheet.topics),
    ...checkUnique(file, `${sheet.code}.respondentGroups`, sheet.respondentGroups),
    ...checkNames(file, [...sheet.questions, ...sheet.topics, ...sheet.respondentGroups], `${sheet.code}.`),
  ]
  for (const question of sheet.questions) {
    const at = { file, row: `${sheet.code}.questions.${question.code}` } as const
    if (question.topic !== null && !topics.has(question.topic)) {
      const message = `topic ${question.topic} is not among the topics: correct it or add the topic`
      problems.push({ ...at, code: 'unknown-reference', message })
    }
    if (question.min >= question.max) {
      problems.push({
        ...at,
        code: 'bad-scale',
        message: `min ${question.min} must be below max ${question.max}`,
      })
    } else if (question.inIndex && !fits(positions, question)) {
      const message = `the scale names ${positions.join(', ')}, not every step from ${question.min} to ${question.max}: make them agree`
      problems.push({ ...at, code: 'bad-scale', message })
    }
  }
  return problems
}

function fits(positions: readonly number[], { min, max }: { min: number; max: number }): boolean {
  return positions.length === max - min + 1 && positions.every((position, i) => position === min + i)
}
