import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { KafkaLog } from '@ioc/kafka'

const run = promisify(execFile)
const here = import.meta.dirname

/** Where the broker's jars are, for a class path. */
export const jars = join(here, 'jars')
/** Holds the pom the jars were fetched for. Written last: a download that broke off, or another version, is fetched again. */
const marker = join(jars, '.complete')

/** A program the local Kafka needs is not on the path. */
export class ProgramMissing extends Error {
  override readonly name = 'ProgramMissing'
  constructor(program: string, install: string) {
    super(`the local Kafka needs ${program}, which is not on the path; ${install}`)
  }
}

/**
 * Fetches Kafka's jars with Maven, once (46 files, 44 MB, some seconds).
 * @throws ProgramMissing without java or mvn; what Maven said if it failed
 */
export async function prepareKafka(log: KafkaLog): Promise<void> {
  await assertJava()
  const pom = await readFile(join(here, 'pom.xml'), 'utf8')
  if (existsSync(marker) && (await readFile(marker, 'utf8')) === pom) return
  log.info({ jars: 'infra/kafka/jars' }, 'fetching Kafka with Maven (44 MB, once)')
  await rm(jars, { recursive: true, force: true })
  await runProgram('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`], {
    install: 'install Maven (Debian: apt-get install maven) or set KAFKA_BROKERS to a Kafka of yours',
  })
  await writeFile(marker, pom)
  log.info({}, 'Kafka is fetched')
}

async function assertJava(): Promise<void> {
  await runProgram('java', ['-version'], {
    install:
      'install Java 17 or newer (Debian: apt-get install default-jre-headless) or set KAFKA_BROKERS to a Kafka of yours',
  })
}

/** Runs to the end; a failure carries what the program printed, for its output is the only reason it gives. */
export async function runProgram(
  program: string,
  args: string[],
  { install }: { install: string },
): Promise<string> {
  try {
    return (await run(program, args, { cwd: here, maxBuffer: 16 << 20 })).stdout
  } catch (error) {
    const failure = error as NodeJS.ErrnoException & { stdout?: string; stderr?: string }
    if (failure.code === 'ENOENT') throw new ProgramMissing(program, install)
    throw new Error(`${program} ${args[0]} failed:\n${failure.stdout ?? ''}${failure.stderr ?? ''}`, {
      cause: error,
    })
  }
}
