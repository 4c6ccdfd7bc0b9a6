import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openKafka } from '@ioc/kafka'
import { jars, runProgram } from './prepare.ts'
import { endProcess, runningKafka, send, writePid } from './process.ts'

export { prepareKafka } from './prepare.ts'

export type LaunchOptions = {
  dataDir: string
  port: number
  controllerPort?: number // default: port + 1
  advertisedPort?: number // where clients are told to go, e.g. a proxy's; default: port
  logFile?: string // default: $dataDir/log/kafka.log
  heapMb?: number // default: 512
}

export type LocalKafka = {
  brokers: string // host:port
  pid: number
  /** Ends it in order. */
  stop(): Promise<void>
  /** Ends it as a power cut would (SIGKILL). */
  kill(): Promise<void>
  /** Holds it still (SIGSTOP): connections stay open and nothing answers. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Stops it and removes its data. */
  wipe(): Promise<void>
}

/** The port is in use by something else. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken'
  readonly port: number
  constructor(port: number) {
    super(`port ${port} on 127.0.0.1 is in use; stop what listens there or choose another port for Kafka`)
    this.port = port
  }
}

const READY_WITHIN_MS = 60_000

/**
 * Starts the local Kafka on a data folder, new or used, after an orderly stop or a kill, on the same port or another; returns when
 * it answers. It outlives this process; `stop` it. Needs `prepareKafka` first.
 * @throws PortTaken; an error with the end of Kafka's log if it does not come up
 */
export async function launchKafka(options: LaunchOptions): Promise<LocalKafka> {
  const dataDir = resolve(options.dataDir)
  const running = await runningKafka(dataDir)
  if (running !== null) throw new Error(`Kafka already runs on ${options.dataDir}, process ${running}`)
  const controllerPort = options.controllerPort ?? options.port + 1
  for (const port of [options.port, controllerPort]) await assertFree(port)

  const config = await configure(
    dataDir,
    options.port,
    controllerPort,
    options.advertisedPort ?? options.port,
  )
  await formatOnce(dataDir, config)
  const logFile = resolve(options.logFile ?? join(dataDir, 'log', 'kafka.log'))
  const child = await start(config, logFile, options.heapMb ?? 512)
  await writePid(dataDir, child.pid!)
  const brokers = `127.0.0.1:${options.port}`
  try {
    await untilReady(brokers, child, logFile)
  } catch (error) {
    await endProcess(dataDir, child.pid!, 'SIGKILL')
    throw error
  }
  return controls(dataDir, brokers, child.pid!)
}

/** The Kafka that runs on a data folder, started by this process or another; null if none does. */
export async function findKafka(dataDir: string, brokers: string): Promise<LocalKafka | null> {
  const pid = await runningKafka(resolve(dataDir))
  return pid === null ? null : controls(resolve(dataDir), brokers, pid)
}

/** Removes the data of a Kafka that does not run. */
export async function wipeData(dataDir: string): Promise<void> {
  await rm(join(dataDir, 'kafka'), { recursive: true, force: true })
}

function controls(dataDir: string, brokers: string, pid: number): LocalKafka {
  return {
    brokers,
    pid,
    stop: () => endProcess(dataDir, pid, 'SIGTERM'),
    kill: () => endProcess(dataDir, pid, 'SIGKILL'),
    pause: async () => send(pid, 'SIGSTOP'),
    resume: async () => send(pid, 'SIGCONT'),
    wipe: async () => {
      await endProcess(dataDir, pid, 'SIGKILL')
      await wipeData(dataDir)
    },
  }
}

async function configure(
  dataDir: string,
  port: number,
  controllerPort: number,
  advertisedPort: number,
): Promise<string> {
  const values: Record<string, string> = {
    advertisedPort: String(advertisedPort),
    port: String(port),
    controllerPort: String(controllerPort),
    logDir: join(dataDir, 'kafka', 'data'),
  }
  const template = await readFile(join(import.meta.dirname, 'server.properties'), 'utf8')
  const config = join(dataDir, 'kafka', 'server.properties')
  await mkdir(dirname(config), { recursive: true })
  // Comment lines keep their ${…}: there it is text.
  await writeFile(
    config,
    template.replace(/^(?!#).*$/gm, (line) => line.replace(/\$\{(\w+)\}/g, (_, name) => values[name]!)),
  )
  return config
}

/** `meta.properties` is the last thing the format writes, so a format that broke off is done again. */
async function formatOnce(dataDir: string, config: string): Promise<void> {
  if (existsSync(join(dataDir, 'kafka', 'data', 'meta.properties'))) return
  const id = randomBytes(16)
  id[0]! &= 0x7f // else one id in 64 begins with "-", which the tool takes for an option
  const clusterId = id.toString('base64url')
  await runProgram(
    'java',
    [...javaOptions(64), 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config],
    { install: 'install Java 17 or newer' },
  )
}

async function start(config: string, logFile: string, heapMb: number): Promise<ChildProcess> {
  await mkdir(dirname(logFile), { recursive: true })
  const log = await open(logFile, 'a')
  try {
    const child = spawn('java', [...javaOptions(heapMb), 'kafka.Kafka', config], {
      detached: true, // Ctrl-C in the terminal must reach the services first, Kafka last
      stdio: ['ignore', log.fd, log.fd],
    })
    await new Promise<void>((started, failed) => child.once('spawn', started).once('error', failed))
    child.unref()
    return child
  } finally {
    await log.close()
  }
}

function javaOptions(heapMb: number): string[] {
  return [
    `-Xmx${heapMb}m`,
    '-XX:TieredStopAtLevel=1', // the second compiler earns nothing in a run of minutes: a quarter less processor time without it
    '-XX:+UseSerialGC', // one heap of this size on few cores: the parallel collectors only add threads
    `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`,
    '-cp',
    join(jars, '*'),
  ]
}

async function untilReady(brokers: string, child: ChildProcess, logFile: string): Promise<void> {
  const kafka = openKafka({ brokers: [brokers], clientId: 'launcher' })
  const deadlineMs = performance.now() + READY_WITHIN_MS
  try {
    while (!(await listening(brokers)) || !(await kafka.ping())) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`Kafka ended before it was ready; the end of its log:\n${await endOf(logFile)}`)
      }
      if (performance.now() > deadlineMs) {
        throw new Error(`Kafka did not answer within ${READY_WITHIN_MS / 1000} s:\n${await endOf(logFile)}`)
      }
      await delay(100)
    }
  } finally {
    await kafka.close()
  }
}

/** A plain look first: a client of Kafka that finds nobody waits longer than the broker needs. */
function listening(brokers: string): Promise<boolean> {
  return new Promise((answer) => {
    const probe = connect(Number(brokers.split(':')[1]), '127.0.0.1')
    probe.once('connect', () => answer(true)).once('error', () => answer(false))
    probe.once('connect', () => probe.end())
  })
}

async function assertFree(port: number): Promise<void> {
  if (!(await free(port))) throw new PortTaken(port)
}

function free(port: number): Promise<boolean> {
  return new Promise((answer, fail) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? answer(false) : fail(error),
    )
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)))
  })
}

async function endOf(logFile: string): Promise<string> {
  return (await readFile(logFile, 'utf8')).split('\n').slice(-15).join('\n')
}
