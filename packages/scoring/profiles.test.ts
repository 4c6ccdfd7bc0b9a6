import { expect, test } from 'vitest'
import { EVIDENCE } from './evidence.ts'
import { PROFILE_766_2026, PROFILE_PAR_2023 } from './index.ts'
import { PROFILES, profileById } from './profiles.ts'

test('every profile is found by its id, and ids are unique', () => {
  for (const profile of PROFILES) expect(profileById(profile.id)).toBe(profile)
  expect(new Set(PROFILES.map(({ id }) => id)).size).toBe(PROFILES.length)
  expect(profileById('766@2022')).toBeNull()
})

test('groups of 766 hold 18, 20, 12, 10, 22, 18: 100 points, and each its components', () => {
  const { groups } = PROFILE_766_2026
  expect(groups.map(({ code, max }) => [code, max])).toEqual([
    ['CKMB', 18],
    ['TDGQ', 20],
    ['CLGQ', 12],
    ['TTTT', 10],
    ['MDSH', 22],
    ['MDHL', 18],
  ])
  for (const { max, components } of groups)
    expect(components.reduce((sum, each) => sum + each.max, 0)).toBe(max)
  expect(groups.reduce((sum, { max }) => sum + max, 0)).toBe(100)
})

test('codes are unique, a factor is a component, and the bands end at 0', () => {
  const components = PROFILE_766_2026.groups.flatMap((group) => [...group.components])
  const codes = components.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
  for (const component of components)
    if (component.multipliedBy !== undefined) expect(codes).toContain(component.multipliedBy)
  const from = PROFILE_766_2026.bands.map((band) => band.from)
  expect(from).toEqual(from.toSorted((a, b) => b - a))
  expect(from.at(-1)).toBe(0)
})

test('domains of the PAR Index hold 100 points', () => {
  expect(PROFILE_PAR_2023.domains.reduce((sum, { max }) => sum + Number(max), 0)).toBe(100)
})

test('every word is NFC, and every evidence one of the three', () => {
  const walk = (value: unknown, key = ''): void => {
    if (typeof value === 'string') {
      expect(value).toBe(value.normalize('NFC'))
      if (key === 'evidence' || key === 'codeEvidence') expect(EVIDENCE).toContain(value)
    } else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) walk(each, name)
  }
  walk(PROFILES)
})

test('what domain.md marks as not proven is marked here', () => {
  expect(PROFILE_766_2026.evidence).toBe('unconfirmed')
  const codes = Object.fromEntries(
    PROFILE_766_2026.groups.map(({ code, codeEvidence }) => [code, codeEvidence]),
  )
  expect(codes).toMatchObject({ CLGQ: 'inferred', TTTT: 'inferred', CKMB: 'published' })
  expect(PROFILE_766_2026.bands.map(({ evidence }) => evidence)).toEqual([
    'published',
    'published',
    'unconfirmed',
    'unconfirmed',
    'unconfirmed',
  ])
  const inferred = PROFILE_PAR_2023.criteria.filter(({ evidence }) => evidence === 'inferred')
  for (const code of ['1.3.2', '1.7', '4.1.3', '8.5', '9.1'])
    expect(inferred.map((each) => each.code)).toContain(code)
})
