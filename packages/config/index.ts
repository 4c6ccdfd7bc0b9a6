import { z } from 'zod'
import { ConfigFaults } from './faults.ts'

export * from './engine-ports.ts'
export * from './faults.ts'
export * from './national-ioc.ts'
export * from './settings.ts'
export * from './words.ts'

/** sysexits.h EX_CONFIG: what is wrong is in the settings, and starting again will not help. */
export const EX_CONFIG = 78

/** Reads settings from an environment by a zod shape; throws ConfigFaults naming every faulty variable at once. Values are never printed: they may be secrets. */
export const readConfig = <Shape extends z.ZodRawShape>(
  environment: Record<string, string | undefined>,
  shape: Shape,
): z.output<z.ZodObject<Shape>> => {
  // An empty variable is an unset one, as in most shells' habits.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const read = z.object(shape).safeParse(given)
  if (read.success) return read.data
  throw new ConfigFaults(read.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`))
}

/** Prints configuration faults and ends with 78; anything else ends with 1. For the last line of a `main.ts`. */
export const exitFor = (error: unknown): never => {
  if (error instanceof ConfigFaults) {
    process.stderr.write(`${error.message}\n`)
    process.exit(EX_CONFIG)
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}
