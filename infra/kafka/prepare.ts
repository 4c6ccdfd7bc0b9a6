import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KafkaLog } from '@ioc/kafka'
import { archiveClasses } from './class-archive.ts'
import { jars, runProgram } from './java.ts'

/** Holds the pom the jars were fetched for. Written last: a download that broke off, or another version, is fetched again. */
const marker = join(jars, '.complete')

/**
 * Fetches Kafka's jars with Maven (46 files, 44 MB, some seconds) and archives its classes; each once.
 * @throws ProgramMissing without java or mvn; what Maven said if it failed
 */
export async function prepareKafka(log: KafkaLog): Promise<void> {
  const java = await javaVersion()
  const pom = await readFile(join(import.meta.dirname, 'pom.xml'), 'utf8')
  if (!existsSync(marker) || (await readFile(marker, 'utf8')) !== pom) {
    log.info({ jars: 'infra/kafka/jars' }, 'fetching Kafka with Maven (44 MB, once)')
    await rm(jars, { recursive: true, force: true })
    await runProgram('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`], {
      install: 'install Maven (Debian: apt-get install maven) or set KAFKA_BROKERS to a Kafka of yours',
    })
    await writeFile(marker, pom)
    log.info({}, 'Kafka is fetched')
  }
  await archiveClasses(java, log)
}

/** All it says of itself: an archive of classes fits one build only. */
async function javaVersion(): Promise<string> {
  const { stderr } = await runProgram('java', ['-version'], {
    install:
      'install Java 17 or newer (Debian: apt-get install default-jre-headless) or set KAFKA_BROKERS to a Kafka of yours',
  })
  return stderr
}
