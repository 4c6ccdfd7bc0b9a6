import { contracts } from '@ioc/schemas'
import { exampleHashesNow, formsNow } from '@ioc/schemas/shipped/read.ts'
import { standingNow, standingOf } from '@ioc/schemas/shipped/record.ts'
import { expect, test } from 'vitest'

/** What was shipped binds: others send it, and it lies in the log and in tables. */
const standing = standingNow(contracts)

test('no contract lets down who relied on it as it was shipped; what breaks is a new version beside it', () => {
  expect(standing.breaking).toEqual([])
})

test('what was added is recorded: npm run documents', () => {
  expect(standing.unrecorded).toEqual([])
})

const forms = formsNow(contracts)
const examples = exampleHashesNow(contracts.map(({ id }) => id))
const [first] = forms
const [file] = Object.keys(examples)
const others = Object.fromEntries(Object.entries(examples).filter(([each]) => each !== file))

test.each([
  ['a contract taken away', { forms: forms.slice(1), examples }, `${first!.id}: contract-removed`],
  ['an example taken away', { forms, examples: others }, `${file}: example-removed`],
  ['an example edited', { forms, examples: { ...examples, [file!]: '0' } }, `${file}: example-changed`],
  [
    'a field taken away',
    { forms: [{ ...first!, fields: {} }, ...forms.slice(1)], examples },
    `${first!.id} issuingSystem: field-removed`,
  ],
])('%s is told by name', (_what, now, line) => {
  expect(standingOf({ forms, examples }, now).breaking[0]).toContain(line)
})

test('what is new is told as unrecorded, and breaks nothing', () => {
  expect(standingOf({ forms: forms.slice(1), examples: others }, { forms, examples })).toEqual({
    breaking: [],
    unrecorded: [`${first!.id}: contract-added, is new`, `${file}: example-added`],
  })
})
