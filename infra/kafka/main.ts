import { launchCluster, nameOf } from './cluster.ts'
import { findKafka, launchKafka, wipeData } from './launch.ts'
import { prepareKafka } from './prepare.ts'

const HELP = `usage: main.ts start [--brokers n]|stop|kill|pause|resume|wipe

  start   fetch Kafka if need be, start it on the data folder, return when it answers
          --brokers 3: a cluster of three (three replicas, two must have a write), data in kafka-1 to kafka-3
  stop    end it in order          kill    end it as a power cut would
  pause   hold it still            resume  let it go on
  wipe    stop it and remove its data

Environment: IOC_DATA_DIR [.ioc], KAFKA_BROKERS [127.0.0.1:19092]; the port is that of the first broker, and of a cluster each
broker takes the next two. What is said after start is said to every broker that runs on the data folder.`

const BROKERS_MAX = 9
const dataDir = process.env.IOC_DATA_DIR ?? '.ioc'
const brokers = (process.env.KAFKA_BROKERS ?? '127.0.0.1:19092').split(',')[0]!
const port = Number(brokers.split(':').at(-1))
const say = (_: object, message: string) => console.error(message)
const clusterIds = Array.from({ length: BROKERS_MAX }, (_, index) => index + 1)
const names = ['kafka', ...clusterIds.map(nameOf)]

const verb = process.argv[2] ?? ''
const wish = process.argv.indexOf('--brokers')
const count = wish < 0 ? 1 : Number(process.argv[wish + 1])
const wrongCount = !Number.isInteger(count) || count < 1 || count > BROKERS_MAX
const verbs: Record<string, () => Promise<void>> = {
  start: async () => {
    await prepareKafka({ debug: () => {}, info: say, warn: say, error: say })
    if (count === 1) {
      const kafka = await launchKafka({ dataDir, port })
      console.log(`Kafka answers on ${kafka.brokers}, process ${kafka.pid}`)
      return
    }
    const ports = clusterIds.slice(0, count).map((id) => {
      const own = port + 2 * (id - 1)
      return { port: own, controllerPort: own + 1 }
    })
    const cluster = await launchCluster({ dataDir, ports })
    const pids = [...cluster.nodes.values()].map((node) => node.pid)
    console.log(`Kafka answers on ${cluster.brokers.join(',')}, processes ${pids.join(', ')}`)
  },
  stop: () => onRunning((kafka) => kafka.stop()),
  kill: () => onRunning((kafka) => kafka.kill()),
  pause: () => onRunning((kafka) => kafka.pause()),
  resume: () => onRunning((kafka) => kafka.resume()),
  wipe: async () => {
    await onRunning((kafka) => kafka.stop())
    for (const name of names) await wipeData(dataDir, name)
  },
}

async function onRunning(act: (kafka: NonNullable<Awaited<ReturnType<typeof findKafka>>>) => Promise<void>) {
  const found = await Promise.all(names.map((name) => findKafka(dataDir, brokers, name)))
  const running = found.filter((kafka) => kafka !== null)
  if (running.length === 0) console.error(`no Kafka runs on ${dataDir}`)
  await Promise.all(running.map(act))
}

if (process.argv.includes('--help') || !Object.hasOwn(verbs, verb) || wrongCount) {
  console.log(HELP)
  process.exitCode = process.argv.includes('--help') ? 0 : 64 // EX_USAGE
} else {
  await verbs[verb]!().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
