import { checkCounts } from '../decision-766/check-counts.ts'
import { score766 } from '../decision-766/score.ts'
import { PROFILES, profileById } from '../profiles.ts'
import { shown } from '../shown.ts'
import { readJson } from './read.ts'

/** What the command prints: a result, or one line for each fault. */
export type Answer = { result: unknown; faults: null } | { result: null; faults: string[] }

const no = (...faults: string[]): Answer => ({ result: null, faults })

/** Is there a 766 profile of this name? Null if so, else the line that names what is wrong. */
export const faultOfProfile = (id: string): string | null => {
  const profile = profileById(id)
  const scored = PROFILES.filter((each) => each.kind === '766').map((each) => each.id)
  if (!profile) return `profile ${shown(id)}: is unknown; known: ${scored.join(', ')}`
  if (profile.kind !== '766')
    return `profile ${id}: is of kind ${profile.kind}, and score takes kind 766: ${scored.join(', ')}`
  return null
}

/** Scores the bytes of a file of counts by a profile; all faults at once. `file` is how messages call it. */
export const answer = (id: string, file: string, bytes: Uint8Array): Answer => {
  const profile = profileById(id)
  const wrong = faultOfProfile(id)
  if (wrong !== null || profile?.kind !== '766') return no(wrong!)
  const json = readJson(bytes)
  if (json.fault !== null) return no(`${file}: ${json.fault}`)
  const { counts, faults } = checkCounts(profile, json.value)
  if (faults) return no(...faults.map(({ path, message }) => `${file}: ${path} ${message}`))
  return { result: score766(profile, counts), faults: null }
}
