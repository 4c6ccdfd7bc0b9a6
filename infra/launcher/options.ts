import { parseArgs } from 'node:util'

export type Options = { once: boolean; json: boolean; help: boolean }

export const HELP = `npm start [-- options]

Starts Kafka, ClickHouse and all services, replays the province's first half of 2024, closes 2024-06-30, publishes it to the
national IOC, prints printed-versus-computed, and leaves the live operations centre up until Ctrl-C.

  --once   stop everything afterwards; exit 0 only if every figure agrees or is a known difference
  --json   results as JSON on stdout (the last line is one object); everything else goes to stderr
  --help   this text

Settings (environment, with defaults): KAFKA_BROKERS [127.0.0.1:19092], CLICKHOUSE_URL [http://127.0.0.1:18123],
CLICKHOUSE_USER, CLICKHOUSE_PASSWORD, IOC_DATA_DIR [.ioc], IOC_HOST [127.0.0.1], IOC_PORT_BASE [8080],
NATIONAL_IOC_URL [http://127.0.0.1:8090], SNAPSHOT_CRON [0 5 0 * * *], IOC_BUSINESS_CLOCK [2024-07-01T00:00:00+07:00].
If KAFKA_BROKERS or CLICKHOUSE_URL is set, that engine is used and not started. All ports move with IOC_PORT_BASE.

Exit codes: 0 done; 1 a figure differs or something failed; 78 settings, ports or data folder are wrong; 130 stopped by Ctrl-C.
`

/** Reads the command line; throws with a sentence naming what is unknown. */
export const readOptions = (argv: string[]): Options => {
  const { values } = parseArgs({
    args: argv,
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  return values
}
