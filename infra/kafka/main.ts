import { findKafka, launchKafka, prepareKafka, wipeData } from './launch.ts'

const HELP = `usage: main.ts start|stop|kill|pause|resume|wipe

  start   fetch Kafka if need be, start it on the data folder, return when it answers
  stop    end it in order          kill    end it as a power cut would
  pause   hold it still            resume  let it go on
  wipe    stop it and remove its data

Environment: IOC_DATA_DIR [.ioc], KAFKA_BROKERS [127.0.0.1:19092]; the port is that of the first broker.`

const dataDir = process.env.IOC_DATA_DIR ?? '.ioc'
const brokers = (process.env.KAFKA_BROKERS ?? '127.0.0.1:19092').split(',')[0]!
const port = Number(brokers.split(':').at(-1))
const say = (_: object, message: string) => console.error(message)

const verb = process.argv[2] ?? ''
const verbs: Record<string, () => Promise<void>> = {
  start: async () => {
    await prepareKafka({ debug: () => {}, info: say, warn: say, error: say })
    const kafka = await launchKafka({ dataDir, port })
    console.log(`Kafka answers on ${kafka.brokers}, process ${kafka.pid}`)
  },
  stop: () => onRunning((kafka) => kafka.stop()),
  kill: () => onRunning((kafka) => kafka.kill()),
  pause: () => onRunning((kafka) => kafka.pause()),
  resume: () => onRunning((kafka) => kafka.resume()),
  wipe: async () => {
    await (await findKafka(dataDir, brokers))?.stop()
    await wipeData(dataDir)
  },
}

async function onRunning(act: (kafka: NonNullable<Awaited<ReturnType<typeof findKafka>>>) => Promise<void>) {
  const kafka = await findKafka(dataDir, brokers)
  if (kafka) await act(kafka)
  else console.error(`no Kafka runs on ${dataDir}`)
}

if (process.argv.includes('--help') || !Object.hasOwn(verbs, verb)) {
  console.log(HELP)
  process.exitCode = process.argv.includes('--help') ? 0 : 64 // EX_USAGE
} else {
  await verbs[verb]!().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
