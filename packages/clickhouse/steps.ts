import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One numbered file of tables: `001_ledger.sql`. */
export interface Step {
  version: number
  name: string
  /** SHA-256 of the text, hex. */
  checksum: string
  statements: string[]
}

/** What the database remembers of a step. */
export type AppliedStep = Pick<Step, 'version' | 'name' | 'checksum'>

/**
 * Reads the steps of a folder in order. A `;` at a line's end ends a statement.
 * @throws Error when a file is misnamed or two carry one number
 */
export function readSteps(directory: string): Step[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.sql'))
  const steps = files.map((file) => readStep(directory, file)).sort((a, b) => a.version - b.version)
  const twice = steps.find((step, index) => steps[index + 1]?.version === step.version)
  if (twice !== undefined) throw new Error(`two files of tables carry the number ${twice.version}`)
  return steps
}

/**
 * The steps still to be taken.
 * @throws Error when the past does not match: an applied file changed, was renamed away, or comes after a later one
 */
export function stepsAhead(steps: Step[], applied: AppliedStep[]): Step[] {
  for (const past of applied) {
    const step = steps.find(({ version }) => version === past.version)
    if (step === undefined) {
      throw new Error(`the database is newer than this code: it has step ${past.version} (${past.name})`)
    }
    if (step.checksum !== past.checksum) {
      throw new Error(
        `step ${past.version} (${step.name}) changed after it was applied; add a new file instead`,
      )
    }
  }
  const newest = Math.max(0, ...applied.map(({ version }) => version))
  const ahead = steps.filter((step) => !applied.some(({ version }) => version === step.version))
  const late = ahead.find(({ version }) => version < newest)
  if (late !== undefined) {
    throw new Error(
      `step ${late.version} (${late.name}) comes before step ${newest}, which is applied already`,
    )
  }
  return ahead
}

/** Splits a file into statements; pieces that are only comments are none. */
export function splitStatements(sql: string): string[] {
  return sql
    .split(/;[ \t]*(?:--[^\n]*)?(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() !== '')
}

function readStep(directory: string, file: string): Step {
  const [, number, name] = /^(\d{3})_(\w+)\.sql$/.exec(file) ?? []
  if (number === undefined || name === undefined) {
    throw new Error(`${file}: a file of tables is named NNN_name.sql`)
  }
  // Line ends depend on how a tree was checked out, not on what the file says.
  const sql = readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n')
  const checksum = createHash('sha256').update(sql).digest('hex')
  return { version: Number(number), name, checksum, statements: splitStatements(sql) }
}
