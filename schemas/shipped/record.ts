import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract } from '../events/contract.ts'
import { changeLine, changesSince } from './compare.ts'
import type { ShippedForm } from './form.ts'
import {
  exampleHashesNow,
  formsNow,
  SHIPPED_EXAMPLES,
  SHIPPED_FOLDER,
  shippedExamples,
  shippedForms,
} from './read.ts'

/** What the contracts of this checkout do to who relied on those recorded: `breaking` lets somebody down, `unrecorded` does not. */
export type Standing = { breaking: string[]; unrecorded: string[] }

/** Compares contracts and examples with what was recorded as shipped. Pure. */
export const standingOf = (
  shipped: { forms: readonly ShippedForm[]; examples: Readonly<Record<string, string>> },
  now: { forms: readonly ShippedForm[]; examples: Readonly<Record<string, string>> },
): Standing => {
  const known = new Map(shipped.forms.map((form) => [form.id, form]))
  const changes = now.forms.flatMap((form) => {
    const was = known.get(form.id)
    return was
      ? changesSince(was, form).map((change) => ({ ...change, line: changeLine(form.id, change) }))
      : [{ breaking: false, line: `${form.id}: contract-added, is new` }]
  })
  const gone = shipped.forms
    .filter(({ id }) => !now.forms.some((form) => form.id === id))
    .map(({ id }) => `${id}: contract-removed, who sends it is refused`)
  const examples = [...new Set([...Object.keys(shipped.examples), ...Object.keys(now.examples)])].sort()
  const edited = examples.flatMap((file) => {
    const [was, is] = [shipped.examples[file], now.examples[file]]
    if (was === is || was === undefined) return []
    return [
      is === undefined
        ? `${file}: example-removed, every example ever shipped stays`
        : `${file}: example-changed, add another file instead`,
    ]
  })
  return {
    breaking: [...gone, ...changes.filter(({ breaking }) => breaking).map(({ line }) => line), ...edited],
    unrecorded: [
      ...changes.filter(({ breaking }) => !breaking).map(({ line }) => line),
      ...examples
        .filter((file) => shipped.examples[file] === undefined)
        .map((file) => `${file}: example-added`),
    ],
  }
}

const nowOf = (contracts: readonly Contract[]) => ({
  forms: formsNow(contracts),
  examples: exampleHashesNow(contracts.map(({ id }) => id)),
})

/** How this checkout stands to what is recorded. */
export const standingNow = (contracts: readonly Contract[]): Standing =>
  standingOf({ forms: shippedForms(), examples: shippedExamples() }, nowOf(contracts))

/** Records contracts and examples as shipped, unless only asked to look; a breaking change is not recorded, and nothing else with it. */
export const recordShipped = (contracts: readonly Contract[], { write }: { write: boolean }): Standing => {
  const standing = standingNow(contracts)
  if (!write || standing.breaking.length > 0) return standing
  const { forms, examples } = nowOf(contracts)
  for (const form of forms)
    writeFileSync(join(SHIPPED_FOLDER, `${form.id}.json`), `${JSON.stringify(form, null, 2)}\n`)
  writeFileSync(SHIPPED_EXAMPLES, `${JSON.stringify(examples, null, 2)}\n`)
  return standing
}
