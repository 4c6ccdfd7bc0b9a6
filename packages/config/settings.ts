import { readFileSync } from 'node:fs'
import { CronExpressionParser } from 'cron-parser'
import { z } from 'zod'

const url = (what: string) =>
  z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: `is not an http(s) address; ${what}`,
  })
const port = z.coerce
  .number({ error: 'is not a number' })
  .int({ error: 'is not a whole number' })
  .min(1, { error: 'is below 1' })

const isSchedule = (text: string): boolean => {
  if (!/^\S+(\s+\S+){4,5}$/.test(text.trim())) return false
  try {
    CronExpressionParser.parse(text)
    return true
  } catch {
    return false // the parser's own words name no setting
  }
}

/** The settings of design §6, each with its default and its refusal in words. Pick what a service needs. */
export const settings = {
  KAFKA_BROKERS: z
    .string()
    .default('127.0.0.1:19092')
    .transform((text) => text.split(',').map((b) => b.trim()))
    .refine((brokers) => brokers.every((b) => /^[^\s:/]+:\d{1,5}$/.test(b)), {
      error: 'is not a list of host:port, e.g. 127.0.0.1:19092,127.0.0.1:19093',
    }),
  /** Path of a PEM file with the authorities Kafka's certificate is checked against. */
  KAFKA_TLS_CA: z.string().optional(),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'], {
      error: 'is none of plain, scram-sha-256, scram-sha-512',
    })
    .optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  CLICKHOUSE_URL: url('e.g. http://127.0.0.1:18123').default('http://127.0.0.1:18123'),
  CLICKHOUSE_USER: z.string().default('default'),
  CLICKHOUSE_PASSWORD: z.string().default(''),
  CLICKHOUSE_TLS_CA: z.string().optional(),
  IOC_DATA_DIR: z.string().default('.ioc'),
  IOC_HOST: z
    .string()
    .regex(/^[^\s/]+$/, { error: 'is not a host name or address' })
    .default('127.0.0.1'),
  /** The highest port derived from it (ClickHouse at +10043, Kafka's controller at +11013) must exist too. */
  IOC_PORT_BASE: port
    .max(54_000, { error: 'is above 54000; ports up to 11013 higher are derived from it' })
    .default(8080),
  NATIONAL_IOC_URL: url('e.g. http://127.0.0.1:8090').default('http://127.0.0.1:8090'),
  SNAPSHOT_CRON: z
    .string()
    .refine(isSchedule, {
      error: 'is not a cron expression of 5 or 6 fields, e.g. 0 5 0 * * *',
    })
    .default('0 5 0 * * *'),
  /** How often late events are looked for that change what is published already. */
  SNAPSHOT_LATE_SECONDS: z.coerce
    .number({ error: 'is not a number' })
    .min(1, { error: 'is below 1' })
    .max(86_400, { error: 'is above 86400, a day' })
    .default(60),
  /** Counts of persons from 1 up to this do not leave the province; 0: all do. A cut pins it. */
  SNAPSHOT_WITHHELD_MAX: z.coerce
    .number({ error: 'is not a number' })
    .int({ error: 'is not a whole number' })
    .min(0, { error: 'is below 0' })
    .max(1_000, { error: 'is above 1000' })
    .default(4),
  /** For how many days a snapshot is revised: one number for all groups, or `dossier=60,feedback=30`; groups not named keep their own. */
  SNAPSHOT_HORIZON_DAYS: z
    .string()
    .regex(/^(?:\d{1,4}|[a-z-]+=\d{1,4}(?:,[a-z-]+=\d{1,4})*)$/, {
      error: 'is neither a number of days nor a list such as dossier=60,feedback=30',
    })
    .optional(),
  IOC_BUSINESS_CLOCK: z
    .string()
    .refine((text) => /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)), {
      error: 'is not an instant with offset, e.g. 2024-07-01T00:00:00+07:00',
    })
    .optional(),
  /** Above this share of rejects among a source's last 1,000 events it is held, once it has sent as many; 1 is never above. */
  BREAKER_REJECT_SHARE: z.coerce
    .number({ error: 'is not a number' })
    .gt(0, { error: 'is not above 0' })
    .max(1, { error: 'is above 1; 0.2 is a fifth' })
    .default(0.2),
  /** This many rejects one after another hold a source, however few it has sent. */
  BREAKER_IN_A_ROW: z.coerce
    .number({ error: 'is not a number' })
    .int({ error: 'is not a whole number' })
    .min(1, { error: 'is below 1' })
    .default(100),
  /** A source the breaker holds is tried again this often; each bad probe doubles it, up to ten minutes. */
  BREAKER_PROBE_SECONDS: z.coerce
    .number({ error: 'is not a number' })
    .min(1, { error: 'is below 1' })
    .max(600, { error: 'is above 600' })
    .default(30),
  /** How often the operations centre looks at the rules of alerts; an alert is pending for at least so long. */
  ALERTS_LOOK_SECONDS: z.coerce
    .number({ error: 'is not a number' })
    .min(1, { error: 'is below 1' })
    .max(3_600, { error: 'is above 3600, an hour' })
    .default(15),
  /** Whom alerts are told to, signed with `keys/alerts-webhook`; not set: nobody but the screen. */
  ALERTS_WEBHOOK_URL: url('e.g. https://example.vn/hooks/ioc')
    .refine(
      (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''),
      {
        error: 'holds a name or password; receivers know us by the signature',
      },
    )
    .optional(),
  /**
   * Most bytes of one partition the aggregator reads into one block. Larger blocks cost ClickHouse less and hold more memory; a record
   * larger than this still comes, alone. What is written does not depend on it.
   */
  AGGREGATOR_BLOCK_BYTES: z.coerce
    .number({ error: 'is not a number' })
    .int({ error: 'is not a whole number' })
    .min(1_024, { error: 'is below 1024' })
    .max(67_108_864, {
      error: 'is above 67108864 (64 MiB): a block and what is made of it must fit the memory',
    })
    .default(8_388_608),
  IOC_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
      error: 'is none of fatal, error, warn, info, debug, trace',
    })
    .default('info'),
} as const

/** Ports from the base (design §6): operations centre +0, national IOC +10, producers +21…24, aggregator +25, publisher +26. */
export const PORT_OFFSETS = {
  'operations-centre': 0,
  'national-ioc': 10,
  'dossier-producer': 21,
  'hotline-producer': 22,
  'survey-producer': 23,
  'figure-producer': 24,
  aggregator: 25,
  'snapshot-publisher': 26,
} as const
export type ServiceName = keyof typeof PORT_OFFSETS

/** Kafka settings as the port takes them. */
export const kafkaConfig = (
  config: {
    KAFKA_BROKERS: string[]
    KAFKA_TLS_CA?: string | undefined
    KAFKA_SASL_MECHANISM?: 'plain' | 'scram-sha-256' | 'scram-sha-512' | undefined
    KAFKA_SASL_USERNAME?: string | undefined
    KAFKA_SASL_PASSWORD?: string | undefined
  },
  clientId: string,
) => ({
  brokers: config.KAFKA_BROKERS,
  clientId,
  ...(config.KAFKA_TLS_CA ? { tls: { ca: readFileSync(config.KAFKA_TLS_CA, 'utf8') } } : {}),
  ...(config.KAFKA_SASL_MECHANISM
    ? {
        sasl: {
          mechanism: config.KAFKA_SASL_MECHANISM,
          username: config.KAFKA_SASL_USERNAME ?? '',
          password: config.KAFKA_SASL_PASSWORD ?? '',
        },
      }
    : {}),
})

/** ClickHouse settings as the port takes them; the product's database is `ioc`. */
export const clickhouseConfig = (config: {
  CLICKHOUSE_URL: string
  CLICKHOUSE_USER: string
  CLICKHOUSE_PASSWORD: string
  CLICKHOUSE_TLS_CA?: string | undefined
}) => ({
  url: config.CLICKHOUSE_URL,
  user: config.CLICKHOUSE_USER,
  password: config.CLICKHOUSE_PASSWORD,
  database: 'ioc',
  ...(config.CLICKHOUSE_TLS_CA ? { tls: { ca: config.CLICKHOUSE_TLS_CA } } : {}),
})
