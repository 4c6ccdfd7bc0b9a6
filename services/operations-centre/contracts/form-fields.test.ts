import { contracts, dossier, reportedFigure, surveyResponse } from '@ioc/schemas'
import type { Contract } from '@ioc/schemas/events/contract.ts'
import { expect, test } from 'vitest'
import { type FormField, formFieldsOf } from './form-fields.ts'

const named = (contract: unknown, name: string): FormField | undefined =>
  formFieldsOf(contract as Contract).find((field) => field.name === name)

test('a field of a form is what the contract says of it', () => {
  expect(named(dossier, 'receivedAt')).toEqual({
    ...{ name: 'receivedAt', kind: 'instant', required: true, nullable: true },
  })
  expect(named(dossier, 'sequence')).toEqual({
    ...{ name: 'sequence', kind: 'number', required: true, nullable: false, minimum: 0 },
  })
  expect(named(dossier, 'channel')).toMatchObject({
    ...{ kind: 'choice', nullable: true, choices: ['direct', 'online', 'post'] },
  })
  expect(named(dossier, 'digitised')).toMatchObject({ kind: 'yes-no', required: false })
  expect(named(dossier, 'dossierCode')).toMatchObject({
    kind: 'text',
    pattern: expect.stringContaining('[A-Z]'),
  })
  expect(named(reportedFigure, 'periodFrom')).toMatchObject({ kind: 'day' })
  expect(named(surveyResponse, 'answers')).toMatchObject({
    kind: 'map',
    fields: [{ kind: 'number', nullable: true, minimum: 0, maximum: 10 }],
  })
  expect(named(dossier, 'extensions')?.fields?.map(({ name, kind }) => [name, kind])).toEqual([
    ['previousDueAt', 'instant'],
    ['newDueAt', 'instant'],
    ['apology', 'yes-no'],
  ])
})

test('fields a contract was given as data stand behind its own, under their own names', () => {
  const title = { vi: 'Điểm đánh giá', en: 'Review score' }
  const given = { contract: 'dossier.v1', name: 'reviewScore', type: 'number', title } as const
  const evidence = { evidence: 'synthetic', source: 'a test' } as const
  expect(formFieldsOf(dossier as unknown as Contract, [{ ...given, ...evidence }]).at(-1)).toEqual({
    ...{ name: 'reviewScore', kind: 'number', required: false, nullable: true, title },
  })
})

test('every contract has a form', () => {
  for (const contract of contracts) expect(formFieldsOf(contract).length).toBeGreaterThan(4)
})
