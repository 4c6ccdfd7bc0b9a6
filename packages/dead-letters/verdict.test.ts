import { openCatalogues } from '@ioc/catalogues'
import { dossier } from '@ioc/schemas'
import { typeOf } from '@ioc/schemas/events/contract.ts'
import whole from '@ioc/schemas/examples/dossier.v1/keep.late-extended-with-apology.json' with {
  type: 'json',
}
import { expect, test } from 'vitest'
import { judge } from './verdict.ts'

const example: Record<string, unknown> = whole.data
const catalogues = openCatalogues()
const doors = {
  catalogues: () => catalogues,
  sealer: () => ({ keyId: 'k', seal: (bytes: Buffer) => bytes }) as never,
  businessNow: () => Date.parse('2026-07-01T00:00:00+07:00'),
}

const verdict = (source: string, changes: { path: string; value: unknown }[]) =>
  judge(
    {
      topic: dossier.id,
      original: {
        key: null,
        value: Buffer.from(JSON.stringify({ ...example, dossierCode: 7 })),
        headers: Object.fromEntries(
          Object.entries({
            ...{ ce_specversion: '1.0', ce_id: 'one', ce_source: source, ce_type: typeOf(dossier) },
          }).map(([name, text]) => [name, Buffer.from(text)]),
        ),
      },
      atEdge: true,
      root: 'dossier.v1/0/0',
      mending: { changes },
    },
    doors,
  )

const right = { path: 'data.dossierCode', value: example.dossierCode }

test('what a source said wrongly is mended and stays its own', () => {
  expect(verdict('dossier-push', [right])).toMatchObject({ kind: 'keep', mode: 'strict' })
})

test('a mend puts no words into the mouth of another source', () => {
  expect(verdict('dossier-push', [right, { path: 'source', value: 'one-stop-portal' }])).toMatchObject({
    kind: 'reject',
    reasons: [{ path: 'source', code: 'another-source' }],
  })
})

test('where nobody’s name was readable it is given by the mend', () => {
  for (const nobody of ['', 'x'.repeat(257)])
    expect(verdict(nobody, [right, { path: 'source', value: 'dossier-push' }])).toMatchObject({
      kind: 'keep',
    })
})
