import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, open, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openKafka } from '@ioc/kafka'
import { configure, type Node } from './configure.ts'
import { javaOptions } from './java.ts'
import { complaintIn, lengthOf, saidSince } from './log.ts'
import { endProcess, isPaused, pidFileOf, runningKafka, send, writePid } from './process.ts'

export type LaunchOptions = {
  dataDir: string
  port: number
  controllerPort?: number // default: port + 1
  advertisedPort?: number // where clients are told to go, e.g. a proxy's; default: port
  logFile?: string // default: $dataDir/log/kafka.log
  heapMb?: number // default: 512
  /** Further options of the virtual machine; they come last. */
  jvm?: readonly string[]
  /** Ends a start that is under way. */
  signal?: AbortSignal
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

/** How a process ended: one of both is null. */
export type Ended = { code: number | null; signal: NodeJS.Signals | null }

/** A Kafka this process launched, so that it hears of its end. */
export type LaunchedKafka = LocalKafka & {
  ended: Promise<Ended>
  /** Its newest complaint since it was launched, in one line. */
  complaint(): Promise<string>
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

/** Kafka ended, or did not answer in time, while it was started. */
export class KafkaDidNotStart extends Error {
  override readonly name = 'KafkaDidNotStart'
  /** Its last complaint, in one line. */
  readonly complaint: string
  /** The signal that ended it; null if it went by itself or still ran. */
  readonly signal: NodeJS.Signals | null
  constructor(what: string, log: string, signal: NodeJS.Signals | null) {
    super(`${what}; the end of its log:\n${log.split('\n').slice(-15).join('\n')}`)
    this.complaint = complaintIn(log)
    this.signal = signal
  }
}

const READY_WITHIN_MS = 60_000

/**
 * Starts the local Kafka on a data folder, new or used, after an orderly stop or a kill, on the same port or another; returns when
 * it answers. It outlives this process; `stop` it. Needs `prepareKafka` first.
 * @throws PortTaken; KafkaDidNotStart; the signal's reason
 */
export async function launchKafka(options: LaunchOptions): Promise<LaunchedKafka> {
  const { port } = options
  const controllerPort = options.controllerPort ?? port + 1
  return launchNode(options, {
    name: 'kafka',
    id: 1,
    port,
    controllerPort,
    advertisedPort: options.advertisedPort ?? port,
    voters: [{ id: 1, controllerPort }],
  })
}

/** The same for any node of a cluster. A node that was never formatted takes the cluster's id. */
export async function launchNode(
  options: Omit<LaunchOptions, 'port'>,
  node: Node,
  clusterId?: string,
): Promise<LaunchedKafka> {
  const dataDir = resolve(options.dataDir)
  const running = await runningKafka(dataDir, node.name)
  if (running !== null) throw new Error(`Kafka already runs on ${options.dataDir}, process ${running}`)
  for (const port of [node.port, node.controllerPort]) await assertFree(port)

  const config = await configure(dataDir, node, clusterId)
  options.signal?.throwIfAborted()
  const logFile = resolve(options.logFile ?? join(dataDir, 'log', `${node.name}.log`))
  const logFrom = lengthOf(logFile)
  const child = await start(config, logFile, [...javaOptions(options.heapMb ?? 512), ...(options.jvm ?? [])])
  const ended = new Promise<Ended>((end) => child.once('exit', (code, signal) => end({ code, signal })))
  const said = () => saidSince(logFile, logFrom)
  const brokers = `127.0.0.1:${node.port}`
  try {
    await writePid(dataDir, node.name, child.pid!)
    await untilReady(brokers, child, said, options.signal)
  } catch (error) {
    await endProcess(child.pid!, 'SIGKILL', pidFileOf(dataDir, node.name))
    throw error
  }
  return {
    ...controls(dataDir, node.name, brokers, child.pid!),
    ended,
    complaint: async () => complaintIn(await said()),
  }
}

/** The Kafka that runs on a data folder, started by this process or another; null if none does. */
export async function findKafka(
  dataDir: string,
  brokers: string,
  name = 'kafka',
): Promise<LocalKafka | null> {
  const pid = await runningKafka(resolve(dataDir), name)
  return pid === null ? null : controls(resolve(dataDir), name, brokers, pid)
}

/** Removes the data of a Kafka that does not run. */
export async function wipeData(dataDir: string, name = 'kafka'): Promise<void> {
  await rm(join(dataDir, name), { recursive: true, force: true })
}

function controls(dataDir: string, name: string, brokers: string, pid: number): LocalKafka {
  const end = (signal: 'SIGTERM' | 'SIGKILL') => endProcess(pid, signal, pidFileOf(dataDir, name))
  return {
    brokers,
    pid,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pause: async () => send(pid, 'SIGSTOP'),
    resume: async () => send(pid, 'SIGCONT'),
    wipe: async () => {
      await end('SIGKILL')
      await wipeData(dataDir, name)
    },
  }
}

async function start(config: string, logFile: string, jvm: readonly string[]): Promise<ChildProcess> {
  await mkdir(dirname(logFile), { recursive: true })
  const log = await open(logFile, 'a')
  try {
    const child = spawn('java', [...jvm, 'kafka.Kafka', config], {
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

async function untilReady(
  brokers: string,
  child: ChildProcess,
  said: () => Promise<string>,
  signal?: AbortSignal,
): Promise<void> {
  const kafka = openKafka({ brokers: [brokers], clientId: 'launcher' })
  let deadlineMs = performance.now() + READY_WITHIN_MS
  try {
    while (!(await listening(brokers)) || !(await kafka.ping())) {
      signal?.throwIfAborted()
      if (child.exitCode !== null || child.signalCode !== null)
        throw new KafkaDidNotStart('Kafka ended before it was ready', await said(), child.signalCode)
      if (performance.now() > deadlineMs) {
        if (!(await isPaused(child.pid!)))
          throw new KafkaDidNotStart(
            `Kafka did not answer within ${READY_WITHIN_MS / 1000} s`,
            await said(),
            null,
          )
        deadlineMs = performance.now() + READY_WITHIN_MS // time held still does not count
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
