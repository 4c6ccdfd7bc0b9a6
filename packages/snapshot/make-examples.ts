import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { receiptJsonSchema } from '@ioc/schemas/receipt/index.ts'
import { artefactJsonSchema } from '@ioc/schemas/snapshot/index.ts'
import {
  exampleBody,
  exampleKey,
  exampleOfUnits,
  exampleOfUnitsRevision,
  exampleRevision,
} from './example.ts'
import { signReceipt } from './receipt.ts'
import { artefactBytes, signBody } from './sign.ts'
import { withWorkedExample } from './worked-example.ts'

/** Every file of `schemas/examples` about snapshots and receipts, by its path there. The same at every run: Ed25519 has no randomness. */
export const exampleFiles = async (): Promise<Record<string, string>> => {
  const first = await signBody(exampleBody, exampleKey)
  const second = await signBody(exampleRevision(first), exampleKey)
  const ofUnits = await signBody(exampleOfUnits, exampleKey)
  const ofUnitsRevised = await signBody(exampleOfUnitsRevision(ofUnits), exampleKey)
  const { group, date, revision, values } = first.body
  const received = values.length
  const common = { group, date, revision, digest: first.digest, receivedAt: '2024-07-01T00:05:02.118+07:00' }
  const accepted = await signReceipt(
    { ...common, status: 'accepted', counts: { received, accepted: received, refused: 0 }, refused: [] },
    exampleKey,
  )
  const reason = 'revision 1 was accepted with another body'
  const refused = await signReceipt(
    {
      ...common,
      status: 'refused',
      counts: { received, accepted: 0, refused: received },
      refused: [{ index: null, code: 'different-body', reason }],
    },
    exampleKey,
  )
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  const readable = (json: unknown) => `${JSON.stringify(json, null, 2)}\n`
  return {
    'snapshot.v1/artefact.revision-1.json': text(artefactBytes(first)),
    'snapshot.v1/artefact.revision-2.json': text(artefactBytes(second)),
    'snapshot.v1/units.revision-1.json': text(artefactBytes(ofUnits)),
    'snapshot.v1/units.revision-2.json': text(artefactBytes(ofUnitsRevised)),
    'snapshot.v1/jwks.json': readable({ keys: [exampleKey.publicJwk] }),
    'snapshot.v1/schema.json': readable(artefactJsonSchema()),
    'receipt.v1/receipt.accepted.json': readable(accepted),
    'receipt.v1/receipt.refused.json': readable(refused),
    'receipt.v1/jwks.json': readable({ keys: [exampleKey.publicJwk] }),
    'receipt.v1/schema.json': readable(receiptJsonSchema()),
  }
}

const folder = new URL('../../schemas/examples/', import.meta.url)
const document = new URL('../../docs/snapshot-verification.md', import.meta.url)

/** Writes them: `node packages/snapshot/make-examples.ts`. */
const writeExamples = async (): Promise<void> => {
  for (const [path, content] of Object.entries(await exampleFiles()))
    writeFileSync(new URL(path, folder), content)
  writeFileSync(document, await withWorkedExample(readFileSync(document, 'utf8')))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeExamples()
