import { openCatalogues } from '@ioc/catalogues'
import { expect, test } from 'vitest'
import { openSets } from '../sets/index.ts'
import { usedOf } from '../used.ts'
import { isDated } from './dated.ts'

const moving = Object.entries(openSets(openCatalogues())).filter(([, set]) => set.moves)
const isInstant = (column: string) => column.endsWith('_at')

test.each(moving)(
  '%s move from the first to the last instant that any fact holds against the day asked for',
  (_, set) => {
    const dated = set.facts.map(([name]) => name).filter((name) => isDated(set, name))
    expect(dated.length).toBeGreaterThan(0)
    const held = usedOf(set, dated).columns.filter(isInstant)
    for (const end of [set.moves!.from, set.moves!.until]) {
      const named = usedOf(set, [end]).columns
      expect(held.filter((column) => !named.includes(column))).toEqual([])
      expect(isDated(set, end), end).toBe(false)
    }
  },
)
