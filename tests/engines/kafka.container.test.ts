import { KafkaContainer } from '@testcontainers/kafka'
import { getContainerRuntimeClient } from 'testcontainers'
import { describe, test } from 'vitest'
import { behavesAsPortToKafka } from './kafka.behaviour.ts'

const IMAGE = 'confluentinc/cp-kafka:8.1.0' // carries Kafka 4.1
const engine = await getContainerRuntimeClient().then(
  () => true,
  () => false, // no engine, no socket, no permission: all mean that containers cannot be tested here
)

if (engine) {
  describe('the port to Kafka, on a container', () => {
    behavesAsPortToKafka(async () => {
      const container = await new KafkaContainer(IMAGE)
        .withKraft()
        .withEnvironment({ KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000' })
        .start()
      return {
        brokers: `${container.getHost()}:${container.getMappedPort(9093)}`,
        close: async () => void (await container.stop()),
      }
    }, false)
  })
} else {
  test.skip('the port to Kafka, on a container: no Docker engine answers here', () => {})
}
