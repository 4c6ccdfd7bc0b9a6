import { expect, test } from 'vitest'
import { ConfigFaults, kafkaConfig, PORT_OFFSETS, readConfig, settings } from './index.ts'

test('an empty environment gives the documented defaults', () => {
  expect(readConfig({}, settings)).toEqual({
    KAFKA_BROKERS: ['127.0.0.1:19092'],
    CLICKHOUSE_URL: 'http://127.0.0.1:18123',
    CLICKHOUSE_USER: 'default',
    CLICKHOUSE_PASSWORD: '',
    IOC_DATA_DIR: '.ioc',
    IOC_HOST: '127.0.0.1',
    IOC_PORT_BASE: 8080,
    NATIONAL_IOC_URL: 'http://127.0.0.1:8090',
    SNAPSHOT_CRON: '0 5 0 * * *',
    SNAPSHOT_LATE_SECONDS: 60,
    SNAPSHOT_WITHHELD_MAX: 4,
    BREAKER_REJECT_SHARE: 0.2,
    BREAKER_IN_A_ROW: 100,
    BREAKER_PROBE_SECONDS: 30,
    ALERTS_LOOK_SECONDS: 15,
    AGGREGATOR_BLOCK_BYTES: 8_388_608,
    IOC_LOG_LEVEL: 'info',
  })
})

test('an empty variable is an unset one', () => {
  expect(readConfig({ IOC_HOST: '' }, settings).IOC_HOST).toBe('127.0.0.1')
})

test.each([
  { name: 'KAFKA_BROKERS', value: 'kafka' },
  { name: 'KAFKA_BROKERS', value: 'http://kafka:9092' },
  { name: 'KAFKA_BROKERS', value: 'a:1,,b:2' },
  { name: 'KAFKA_SASL_MECHANISM', value: 'gssapi' },
  { name: 'CLICKHOUSE_URL', value: 'clickhouse:8123' },
  { name: 'NATIONAL_IOC_URL', value: 'ftp://ioc.example' },
  { name: 'IOC_PORT_BASE', value: '0' },
  { name: 'IOC_PORT_BASE', value: '65001' },
  { name: 'IOC_PORT_BASE', value: '80.5' },
  { name: 'IOC_HOST', value: 'http://here' },
  { name: 'SNAPSHOT_CRON', value: 'midnight' },
  { name: 'IOC_BUSINESS_CLOCK', value: '2024-07-01' },
  { name: 'IOC_BUSINESS_CLOCK', value: '2024-07-01T00:00:00' },
  { name: 'BREAKER_REJECT_SHARE', value: '0' },
  { name: 'BREAKER_REJECT_SHARE', value: '20' },
  { name: 'BREAKER_IN_A_ROW', value: '0' },
  { name: 'BREAKER_PROBE_SECONDS', value: '601' },
  { name: 'AGGREGATOR_BLOCK_BYTES', value: '1000' },
  { name: 'ALERTS_LOOK_SECONDS', value: '0' },
  { name: 'ALERTS_WEBHOOK_URL', value: 'file:///etc/passwd' },
  { name: 'IOC_LOG_LEVEL', value: 'loud' },
] as const)('$name=$value is refused by name, without its value', ({ name, value }) => {
  const faults = faultsOf({ [name]: value })
  expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name}: is (not|none|below|above) `))])
  expect(faults[0]).not.toContain(`${value} `)
})

test('every fault is named at once', () => {
  expect(faultsOf({ IOC_PORT_BASE: 'x', SNAPSHOT_CRON: 'x', KAFKA_BROKERS: 'x' })).toHaveLength(3)
})

test('ports stand apart from each other', () => {
  expect(new Set(Object.values(PORT_OFFSETS)).size).toBe(Object.keys(PORT_OFFSETS).length)
})

test('TLS and SASL reach Kafka only where they are set', () => {
  const plain = readConfig({}, settings)
  expect(kafkaConfig(plain, 'a')).toEqual({ brokers: ['127.0.0.1:19092'], clientId: 'a' })
  const secured = readConfig(
    { KAFKA_TLS_CA: import.meta.filename, KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'u' },
    settings,
  )
  expect(kafkaConfig(secured, 'a')).toMatchObject({
    // The setting is a path; the port takes the text.
    tls: { ca: expect.stringContaining('TLS and SASL reach Kafka') },
    sasl: { mechanism: 'plain', username: 'u', password: '' },
  })
})

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment, settings)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigFaults)
    return (error as ConfigFaults).faults
  }
}
