import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The instant the publisher of a data folder first ran, epoch ms: on the system clock, which has no beginning of its own, the schedule
 * begins there, so a publisher that was away for days still finds every day it missed.
 */
export const scheduleBeganAt = (dataDir: string, nowMs: number): number => {
  const folder = join(dataDir, 'checkpoints')
  const file = join(folder, 'schedule-began.json')
  // Nothing is written where it is known: a publisher starts on a full disk too.
  const known = beganIn(file)
  if (known !== null) return known
  mkdirSync(folder, { recursive: true })
  const temporary = `${file}.${process.pid}.new`
  writeFileSync(temporary, JSON.stringify({ beganAtMs: nowMs }))
  try {
    linkSync(temporary, file) // fails where it began before
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(temporary)
  }
  return beganIn(file)!
}

const beganIn = (file: string): number | null => {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { beganAtMs: number }).beganAtMs
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
