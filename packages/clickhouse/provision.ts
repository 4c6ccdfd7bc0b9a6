import type { Log } from '@ioc/log'
import type { ClickHouse } from './open.ts'
import { type AppliedStep, readSteps, type Step, stepsAhead } from './steps.ts'

export interface ProvisionedTables {
  /** The newest step the database now has; 0 when there are none. */
  version: number
  /** Names of the steps taken this time. */
  taken: string[]
}

/**
 * Brings a database to the tables of a folder: forward only, safe to repeat and safe to kill at any point, as a step is
 * recorded after its statements and every statement says IF NOT EXISTS.
 * @throws Error when an applied file changed or the database is newer than the code; ClickHouseError from the engine
 */
export async function provisionTables(
  clickhouse: ClickHouse,
  directory: string,
  log?: Log,
): Promise<ProvisionedTables> {
  const steps = readSteps(directory)
  await clickhouse.createDatabase()
  await clickhouse.command(SCHEMA_VERSION)
  const applied = await clickhouse.query<AppliedStep>(
    'SELECT version, name, checksum FROM schema_version FINAL ORDER BY version',
  )
  const ahead = stepsAhead(steps, applied)
  for (const step of ahead) {
    await take(clickhouse, step)
    log?.info({ version: step.version, step: step.name }, 'tables provisioned')
  }
  return { version: steps.at(-1)?.version ?? 0, taken: ahead.map(({ name }) => name) }
}

async function take(clickhouse: ClickHouse, step: Step): Promise<void> {
  for (const statement of step.statements) await clickhouse.command(statement)
  const row = JSON.stringify([step.version, step.name, step.checksum])
  await clickhouse.insertRows('schema_version', ['version', 'name', 'checksum'], row, 1)
}

const SCHEMA_VERSION = `
CREATE TABLE IF NOT EXISTS schema_version (
  version UInt32,
  name String,
  checksum String,
  applied_at DateTime64(3, 'Asia/Ho_Chi_Minh') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(applied_at)
ORDER BY version`
