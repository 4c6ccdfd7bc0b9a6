import { KafkaContainer } from '@testcontainers/kafka'
import { getContainerRuntimeClient } from 'testcontainers'
import { describe, test } from 'vitest'
import { openBrokerDoor } from './kafka/broker-door.ts'
import { behavesAsPortToKafka } from './kafka/suite.ts'

const IMAGE = 'confluentinc/cp-kafka:8.1.0' // carries Kafka 4.1
const engine = await getContainerRuntimeClient().then(
  () => true,
  () => false, // no engine, no socket, no permission: all mean that containers cannot be tested here
)

if (engine) {
  describe('the port to Kafka, on a container', () => {
    behavesAsPortToKafka({
      can: { wire: true, transactions: true, nobody: true },
      start: async () => {
        const container = await new KafkaContainer(IMAGE)
          .withKraft()
          .withEnvironment({ KAFKA_MESSAGE_MAX_BYTES: '8388608' })
          .start()
        return {
          ...openBrokerDoor(`${container.getHost()}:${container.getMappedPort(9093)}`),
          close: async () => void (await container.stop()),
        }
      },
    })
  })
} else {
  test.skip('the port to Kafka, on a container: no Docker engine answers here', () => {})
}
