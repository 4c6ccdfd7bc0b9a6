import type { RemediationDocument, Remedy } from '@ioc/schemas/catalogues/index.ts'
import { checkUnique } from './check-keys.ts'
import { readDeadline } from './deadline.ts'
import type { CatalogueDocuments } from './documents.ts'
import type { Problem } from './problem.ts'
import { livesOn } from './validity.ts'

const file = 'remediation.json'

/** Codes are unique, criteria and units exist on the plan's day, deadlines follow from their words, texts are clean. */
export function checkRemediation({
  remediation,
  units,
}: Pick<CatalogueDocuments, 'remediation' | 'units'>): Problem[] {
  const { criteria, remedies, issuedOn } = remediation
  const unitCodes = new Set(units.units.filter((unit) => livesOn(unit, issuedOn)).map(({ code }) => code))
  return [
    ...checkUnique(file, 'criteria', criteria),
    ...checkUnique(file, 'remedies', remedies),
    ...remedies.flatMap((row) => [
      ...checkCriterion(row, remediation),
      ...checkBodies(row, unitCodes, issuedOn),
      ...checkDeadline(row),
    ]),
    ...checkTexts(remediation),
  ]
}

function checkCriterion({ code, criterion }: Remedy, { criteria }: RemediationDocument): Problem[] {
  const at = { file, row: `remedies.${code}`, code: 'unknown-reference' } as const
  if (criterion !== null && !criteria.some((each) => each.code === criterion))
    return [{ ...at, message: `criterion ${criterion} is not among the criteria: correct it or add it` }]
  if (code.startsWith(`${criterion ?? 'general'}/`)) return []
  return [
    { ...at, message: `begins with another criterion than ${criterion}: make code and criterion agree` },
  ]
}

function checkBodies({ code, lead, cooperating }: Remedy, unitCodes: Set<string>, onDay: string): Problem[] {
  return [...lead, ...cooperating]
    .filter((body) => !unitCodes.has(body))
    .map((body) => ({
      file,
      row: `remedies.${code}`,
      code: 'unknown-reference',
      message: `${body} names no unit on ${onDay}: correct the code, or leave the body to the text alone`,
    }))
}

function checkDeadline({ code, timing, deadline, deadlineText }: Remedy): Problem[] {
  const read = readDeadline(deadlineText)
  if (read?.timing === timing && read.deadline === deadline) return []
  const message = `${JSON.stringify(deadlineText)} means ${read ? `${read.timing} ${read.deadline}` : 'nothing the rule knows'}, not ${timing} ${deadline}: correct them, or the rule in deadline.ts`
  return [{ file, row: `remedies.${code}`, code: 'deadline', message }]
}

/** Printed paragraphs are lines here, so that what is clean is said of each line; quotation marks stay as printed. */
function checkTexts({ criteria, remedies }: RemediationDocument): Problem[] {
  const texts = [
    ...criteria.flatMap(({ code, name, cause }) => textsOf(`criteria.${code}`, { name, cause })),
    ...remedies.flatMap(({ code, heading, remedy, leadText, cooperatingText, deadlineText }) =>
      textsOf(`remedies.${code}`, { heading, remedy, leadText, cooperatingText, deadlineText }),
    ),
  ]
  return texts.flatMap(({ row, text }) => {
    const problems: Problem[] = []
    if (text !== text.normalize('NFC'))
      problems.push({ file, row, code: 'name-not-nfc', message: 'write it in Unicode NFC' })
    if (text.split('\n').some((line) => line !== line.trim() || line === '' || /\s\s|[^\S ]/u.test(line)))
      problems.push({
        file,
        row,
        code: 'name-spaces',
        message: 'drop outer and doubled spaces and empty lines',
      })
    return problems
  })
}

type Texts = Record<string, string | { vi: string; en: string } | null>

function textsOf(row: string, texts: Texts): { row: string; text: string }[] {
  return Object.entries(texts).flatMap(([field, text]) => {
    if (text === null) return []
    if (typeof text === 'string') return [{ row: `${row}.${field}`, text }]
    return [
      { row: `${row}.${field} (vi)`, text: text.vi },
      { row: `${row}.${field} (en)`, text: text.en },
    ]
  })
}
