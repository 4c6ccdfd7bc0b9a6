import { expect, test } from 'vitest'
import { unheard } from './known-sources.ts'
import { sourcesTable } from './print-sources.ts'

test('a line a source; beneath it why it is held, and why it cannot be read', () => {
  const table = sourcesTable([
    unheard('land-office', 'dossier.v1', 'off'),
    { ...unheard('one-stop-portal', 'dossier.v1', 'flowing'), error: 'it answers 503' },
    {
      ...unheard('dossier-push', 'dossier.v1', 'flowing'),
      ...{ state: 'held', heldSince: '2024-07-01T08:00:00+07:00', heldBy: 'lan', why: 'thử', emitted: 12 },
    },
  ])
  expect(table.split('\n')).toEqual([
    'source           contract    state    producer  freshness  last heard  emitted  rejected',
    'land-office      dossier.v1  off      —         —          —           —        —',
    'one-stop-portal  dossier.v1  flowing  —         —          —           —        —',
    '    cannot be read: it answers 503',
    'dossier-push     dossier.v1  held     —         —          —           12       —',
    '    held since 2024-07-01T08:00:00+07:00 by lan: thử',
  ])
})
