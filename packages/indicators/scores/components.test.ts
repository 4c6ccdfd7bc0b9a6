import { openCatalogues } from '@ioc/catalogues'
import { expect, test } from 'vitest'
import { openIndicators } from '../catalogue/index.ts'
import { isScore, madeOf } from '../define.ts'

const indicators = openIndicators(openCatalogues())
const known = new Map(indicators.map((indicator) => [indicator.id, indicator]))
const scores = indicators.filter(isScore)

test('what a score is made of are indicators of the catalogue', () => {
  const unknown = scores.flatMap(({ id, components = [] }) =>
    components.filter((component) => !known.has(component)).map((component) => `${id}: ${component}`),
  )
  expect(unknown).toEqual([])
})

/** What it comes down to when each score among the components is taken apart in turn. */
const leavesOf = (id: string): string[] => {
  const indicator = known.get(id)!
  if (!isScore(indicator)) return [id]
  return (indicator.components ?? madeOf(indicator).map((each) => each.id)).flatMap(leavesOf)
}

test('taken apart to the end a score is made of inputs of its rule, and the whole of all of them', () => {
  for (const { id, by } of scores) {
    const inputs = new Set(by.inputs.map((input) => input.id))
    expect([id, leavesOf(id).filter((leaf) => !inputs.has(leaf))]).toEqual([id, []])
  }
  for (const id of ['dossier.quality.total', 'par.total.score']) {
    const { by } = scores.find((score) => score.id === id)!
    expect(new Set(leavesOf(id))).toEqual(new Set(by.inputs.map((input) => input.id)))
  }
})
