/** Engine ports move with IOC_PORT_BASE, so that two rivers can run side by side; at 8080 they are those of design §6. */
export const enginePorts = (portBase: number) => ({
  kafka: 19_092 + (portBase - 8080),
  kafkaController: 19_093 + (portBase - 8080),
  clickhouse: 18_123 + (portBase - 8080),
})

/** An environment in which the engines that `npm start` began on a port base are found by a command that is told only the base. */
export const withEnginePorts = (
  environment: Record<string, string | undefined>,
): Record<string, string | undefined> => {
  const base = Number(environment.IOC_PORT_BASE || 8080)
  if (!Number.isInteger(base)) return environment // readConfig says what is wrong with it
  const ports = enginePorts(base)
  return {
    ...environment,
    KAFKA_BROKERS: environment.KAFKA_BROKERS || `127.0.0.1:${ports.kafka}`,
    CLICKHOUSE_URL: environment.CLICKHOUSE_URL || `http://127.0.0.1:${ports.clickhouse}`,
  }
}
