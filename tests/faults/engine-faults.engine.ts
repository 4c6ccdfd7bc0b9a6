import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openClickHouse } from '@ioc/clickhouse'
import { type LaunchedClickHouse, launchClickHouse } from '@ioc/infra-clickhouse'
import { until } from '../browser/until.ts'
import { freePorts } from '../ports.ts'

/** What happens to the engine at the moment a part gets its name: the write is whole by then, and not yet there. */
export type Fault = 'a kill' | 'a full disk'
const INJECT: Record<Fault, string> = { 'a kill': 'signal=KILL', 'a full disk': 'error=ENOSPC' }
const RENAMES = 'rename,renameat,renameat2'

/** The table's folder must be known before the engine runs, so the table says its UUID itself. */
const UUID = '5eed0000-0000-4000-8000-000000000001'
export const TABLE = `CREATE TABLE block UUID '${UUID}' (\`offset\` UInt64, value String)
  ENGINE = ReplacingMergeTree ORDER BY \`offset\``

const ACCOUNT = { user: 'default', password: '', database: 'ioc' }

/** Why processes cannot be traced here; null if they can. */
export const whyNoTracing = (): string | null => {
  try {
    execFileSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', '-e', `trace=${RENAMES}`, 'true'])
    return null
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer }
    return code === 'ENOENT' ? 'strace is not installed' : `strace: ${String(stderr).trim().split('\n')[0]}`
  }
}

/** The local ClickHouse over a folder of its own, traced, with the fault waiting for the first part of the table. */
export const openFaultyEngine = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-engine-faults-'))
  const [port] = await freePorts(1)
  let running: Awaited<ReturnType<typeof launchClickHouse>> | null = null
  const door = openClickHouse({ url: `http://127.0.0.1:${port}`, ...ACCOUNT, requestTimeoutMs: 30_000 })

  const end = async () => {
    if (running !== null) await endTraced(join(dataDir, 'clickhouse'), running)
    running = null
  }

  return {
    door,
    start: async (fault: Fault | null) => {
      const store = join(dataDir, 'clickhouse/store', UUID.slice(0, 3), UUID)
      // A table that collapses its rows on insert names its first part so.
      const part = `${store}/tmp_insert_all_1_1_1/`
      const inject = fault === null ? [] : ['-e', `inject=${RENAMES}:${INJECT[fault]}:when=1`]
      running = await launchClickHouse({
        ...{ dataDir, port: port! },
        under: [
          ...['strace', '-f', '--seccomp-bpf', '-o', join(dataDir, 'trace'), '-P', part],
          ...['-e', `trace=${RENAMES}`, ...inject],
        ],
      })
    },
    /** Waits until the fault has ended it. */
    ended: () => until('the engine is gone', async () => !(await door.ping()), 30_000).then(end),
    /** Renames the tracer touched. */
    injected: () =>
      readFileSync(join(dataDir, 'trace'), 'utf8')
        .split('\n')
        .filter((line) => line.includes('tmp_insert')),
    close: async () => {
      await door.close()
      await end()
      rmSync(dataDir, { recursive: true, force: true })
    },
    /** An insert with settings that the product never has. */
    insertWith: async (
      settings: Record<string, string>,
      lines: string,
    ): Promise<'acknowledged' | 'failed'> => {
      const query = 'INSERT INTO ioc.block (`offset`, value) FORMAT JSONCompactEachRow'
      const address = `http://127.0.0.1:${port}/?${new URLSearchParams({ query, wait_end_of_query: '1', ...settings })}`
      // Cut off by the kill, or refused.
      const answer = await fetch(address, { method: 'POST', body: lines }).catch(() => null)
      return answer?.ok ? 'acknowledged' : 'failed'
    },
  }
}

/** Ends a traced engine by its own status file: the launched process is strace, and its end would only let go of the engine. */
export const endTraced = async (folder: string, { ended }: LaunchedClickHouse) => {
  try {
    const pid = Number(/^PID: (\d+)$/m.exec(readFileSync(join(folder, 'status'), 'utf8'))?.[1])
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ESRCH' && code !== 'ENOENT') throw error // else it has ended already, as the fault would have it
  }
  await ended
}
