import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type KafkaLog, openKafka } from '@ioc/kafka'
import { classArchive } from './java.ts'
import { KafkaDidNotStart, launchKafka } from './launch.ts'
import { endProcess, pidFileOf, runningKafka, send } from './process.ts'

/** Holds what the Java said of itself for which an archive was written, or could not be: neither is tried again for it. */
const marker = `${classArchive}.java`
/** The data of the broker that writes it; always the same folder, so that one left behind by a killed process is found. */
const folder = `${classArchive}.broker`
/** Holds the process that is at it. */
const turn = join(folder, 'by')

/**
 * Writes what Kafka's classes look like once read and checked, from a broker that is started for it and ended again (about 15 s, 50 MB,
 * once for each Java): a broker starts with about half the processor time. Where it cannot be written, or another process is at it, the broker starts as it always did; nothing here fails a start.
 */
export async function archiveClasses(java: string, log: KafkaLog): Promise<void> {
  let release: (() => Promise<void>) | null = null
  try {
    if (existsSync(marker) && (await readFile(marker, 'utf8')) === java) return
    release = await takeTurn()
    if (!release) return
    log.info({}, 'archiving the classes of Kafka, so that it starts in half the time (once)')
    await rm(classArchive, { force: true })
    // In a place of its own first: whoever starts meanwhile finds a whole archive or none.
    const written = join(folder, 'archive')
    await writeByBroker(written)
    await rename(written, classArchive)
    await writeFile(marker, java)
  } catch (error) {
    log.warn({ err: error }, 'no archive of classes: Kafka starts without it, and takes longer')
    if (release && !wasEnded(error)) await writeFile(marker, java).catch(() => {})
  } finally {
    await release?.().catch(() => {})
  }
}

/** By whoever ended this process: the next one tries again. */
const wasEnded = (error: unknown) => error instanceof KafkaDidNotStart && error.signal !== null

/** Null while another process is at it. One that was killed in the middle left a broker behind, which is ended here. */
async function takeTurn(): Promise<(() => Promise<void>) | null> {
  const mine = () => mkdir(folder).then(() => writeFile(turn, String(process.pid)))
  try {
    await mine()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const by = Number(await readFile(turn, 'utf8').catch(() => ''))
    if (by > 0 && isAlive(by)) return null
    const left = await runningKafka(folder)
    if (left !== null) await endProcess(left, 'SIGKILL', pidFileOf(folder, 'kafka'))
    await rm(folder, { recursive: true, force: true })
    await mine()
  }
  return () => rm(folder, { recursive: true, force: true })
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function writeByBroker(file: string): Promise<void> {
  const port = await freePort()
  const controllerPort = await freePort()
  const undo = endWithThisProcess()
  try {
    const kafka = await launchKafka({
      dataDir: folder,
      port,
      controllerPort,
      jvm: [`-XX:ArchiveClassesAtExit=${file}`],
    })
    try {
      await useOnce(kafka.brokers)
    } finally {
      await kafka.stop()
    }
    const { signal } = await kafka.ended
    if (signal !== null) throw new Error(`the broker was ended by ${signal} before the archive was written`)
  } finally {
    undo()
  }
}

/** A broker lives on when what launched it ends; this one must not. A signal that nobody else hears ends this process as ever. */
function endWithThisProcess(): () => void {
  const end = () => {
    try {
      send(Number(readFileSync(pidFileOf(folder, 'kafka'), 'utf8')), 'SIGKILL')
    } catch {
      // It has not begun, or is gone.
    }
  }
  const hear = (signal: NodeJS.Signals) => {
    end()
    undo()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  const undo = () => {
    process.off('exit', end)
    for (const signal of SIGNALS) process.off(signal, hear)
  }
  process.once('exit', end)
  for (const signal of SIGNALS) process.once(signal, hear)
  return undo
}
const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** A topic and a record: what is first needed then is in the archive too. */
async function useOnce(brokers: string): Promise<void> {
  const kafka = openKafka({ brokers: [brokers], clientId: 'class-archive' })
  try {
    await kafka.admin.createTopics([{ name: 'classes', partitions: 1, config: {} }])
    await kafka.publish('classes', [{ key: null, value: Buffer.from('{}'), headers: {} }])
  } finally {
    await kafka.close()
  }
}

function freePort(): Promise<number> {
  return new Promise((free, failed) => {
    const probe = createServer().once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => free(port))
    })
  })
}
