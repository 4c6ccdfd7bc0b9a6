import { readFileSync } from 'node:fs'
import type { Artefact } from '@ioc/schemas/snapshot/index.ts'
import { follows } from './chain.ts'
import type { Jwks } from './jwks.ts'
import { type Verdict, wrong } from './verdict.ts'
import { verifyBytes } from './verify.ts'

type FileReport =
  | { file: string; sound: true; group: string; date: string; revision: number; digest: string }
  | { file: string; sound: false }

/** What came out of checking files: each in the order given, and the first thing that is wrong. */
export type Report = {
  sound: boolean
  files: FileReport[]
  wrong: { file: string; fault: string; path: string; reason: string } | null
}

type Checked = { file: string; verdict: Verdict; artefact: Artefact | null }

/** Verifies each file, then the revisions of each group and day among them as a chain, whatever order the files were named in. */
export const verifyFiles = async (files: readonly string[], jwks: Jwks): Promise<Report> => {
  const checked: Checked[] = []
  for (const file of files) checked.push(await check(file, jwks))
  const wrongs = checked.flatMap(({ file, verdict }) =>
    verdict.kind === 'wrong'
      ? [{ file, fault: verdict.fault, path: verdict.path, reason: verdict.reason }]
      : [],
  )
  const first = wrongs[0] ?? brokenChain(checked)
  return { sound: first === null, files: checked.map(reportOf), wrong: first }
}

const check = async (file: string, jwks: Jwks): Promise<Checked> => {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return { file, verdict: wrong('bytes', `the file cannot be read (${code})`), artefact: null }
  }
  return { file, ...(await verifyBytes(bytes, jwks)) }
}

const brokenChain = (checked: readonly Checked[]): Report['wrong'] => {
  const sounds = checked.flatMap(({ file, artefact }) => (artefact ? [{ file, artefact }] : []))
  const chains = Object.values(
    Object.groupBy(sounds, ({ artefact: { body } }) => `${body.group}/${body.date}`),
  )
  for (const chain of chains) {
    const sorted = chain!.toSorted((a, b) => a.artefact.body.revision - b.artefact.body.revision)
    for (let i = 1; i < sorted.length; i += 1) {
      const verdict = follows(sorted[i - 1]!.artefact, sorted[i]!.artefact)
      if (verdict.kind === 'wrong')
        return {
          file: sorted[i]!.file,
          fault: verdict.fault,
          path: verdict.path,
          reason: verdict.reason,
        }
    }
  }
  return null
}

const reportOf = ({ file, artefact }: Checked): FileReport =>
  artefact
    ? {
        file,
        sound: true,
        group: artefact.body.group,
        date: artefact.body.date,
        revision: artefact.body.revision,
        digest: artefact.digest,
      }
    : { file, sound: false }
