import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CatalogueView } from '@ioc/schemas'
import { type Checked, checkReads } from '../check.ts'
import type { ConnectedSource } from '../connected.ts'
import type { Read } from '../way.ts'

/** Drops the sample of a source into a folder, reads it by the source’s own way and judges each row as the producer’s edge does. */
export const checkSample = async (
  connected: ConnectedSource,
  catalogues: CatalogueView,
  businessNowMs: number,
): Promise<Checked[]> => {
  const root = mkdtempSync(join(tmpdir(), 'ioc-sample-'))
  const [folder, ownFolder] = [join(root, 'in'), join(root, 'own')]
  for (const each of [folder, ownFolder]) mkdirSync(each)
  try {
    const sample = fileURLToPath(connected.sample)
    copyFileSync(sample, join(folder, basename(sample)))
    const opened = connected.way.open(connected.way.settings.parse({ folder, settleMs: 0 }), {
      ...{ name: connected.name, ownFolder, now: Date.now, notice: () => {} },
    })
    const reads: Read[] = []
    const clock = {
      ...{ now: () => businessNowMs, beganAt: null, running: false },
      ...{ atArrival: () => businessNowMs, systemInstantOf: () => null },
    }
    const context = { clock, signal: new AbortController().signal, callerHash: () => '' }
    for await (const reading of opened.read(null, context)) reads.push(...reading.reads)
    return checkReads(connected, reads, { catalogues, businessNowMs, callerHash: () => '' })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** What became of each row, in a line: its place, the verdict, and for a refused one paths and codes. */
export const verdicts = (checked: readonly Checked[]): string[] =>
  checked.map((each) => {
    const place = each.where.replace(/^.*[!:]/, '')
    if (each.verdict === 'keep') return `${place} keep`
    if (each.verdict === 'skip') return `${place} skip: ${each.why}`
    return `${place} reject: ${each.reasons.map(({ path, code }) => `${path} ${code}`).join(', ')}`
  })
