import { openCatalogues } from '@ioc/catalogues'
import { expect, test } from 'vitest'
import { openIndicators } from './catalogue/index.ts'
import { readPeriod } from './periods.ts'
import { scopesOf } from './scopes.ts'
import { judged } from './value.ts'

const catalogues = openCatalogues()
const HEARD = { reachMs: Infinity, completeUpToMs: Infinity, simulated: false }

const one = (id: string, word: string, kind: 'month' | 'stated' = 'month') => {
  const indicator = openIndicators(catalogues).find((each) => each.id === id)!
  const scope = scopesOf(catalogues, { kind: 'then' }).scopes.get('68')!
  const period = { ...readPeriod(word)!, kind }
  const { flags, note } = judged(
    catalogues,
    { indicator, scope, period },
    { numerator: '3', denominator: '4' },
    HEARD,
  )
  return [flags.filter((flag) => flag.startsWith('rule-of-')), note?.en]
}

test('components of Decision 766, counted or reported, say of a time before their rule that it is later', () => {
  const later = [['rule-of-2026'], 'rule of 2026 applied to 2024']
  expect(one('dossier.quality.progress-on-time', '2024-06')).toEqual(later)
  expect(one('dossier.quality.publish-on-time', '2024-06', 'stated')).toEqual(later)
  expect(one('dossier.quality.progress-on-time', '2026-06')).toEqual([[], undefined])
  expect(one('dossier.on-time', '2024-06')).toEqual([[], undefined])
})
