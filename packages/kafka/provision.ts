import type { Kafka, KafkaLog, TopicDefinition, TopicDescription } from './types.ts'

export type TopicDifference = { topic: string; what: string; wanted: string; found: string }

/**
 * Creates the topics that are missing; may be run again at any time. One that exists is never shrunk, grown or made anew, because
 * keys would change partition or history would be lost; how it differs is logged and returned.
 */
export async function provisionTopics(
  kafka: Pick<Kafka, 'admin'>,
  topics: TopicDefinition[],
  log?: KafkaLog,
): Promise<TopicDifference[]> {
  const before = new Set((await kafka.admin.describeTopics(topics.map((t) => t.name))).map((t) => t.name))
  await kafka.admin.createTopics(topics)
  const created = topics.filter((topic) => !before.has(topic.name)).map((topic) => topic.name)
  if (created.length > 0) log?.info({ topics: created }, 'topics created')

  const existing = await kafka.admin.describeTopics([...before])
  const differences = existing.flatMap((found) =>
    differencesOf(topics.find((topic) => topic.name === found.name)!, found),
  )
  for (const difference of differences) {
    log?.warn(difference, `topic ${difference.topic} differs and is left as it is; a person must decide`)
  }
  return differences
}

function differencesOf(wanted: TopicDefinition, found: TopicDescription): TopicDifference[] {
  const compared: [what: string, wanted: string, found: string | undefined][] = [
    ['partitions', String(wanted.partitions), String(found.partitions)],
    ...Object.entries(wanted.config).map(
      ([name, value]) => [name, value, found.config[name]] as [string, string, string | undefined],
    ),
  ]
  return compared
    .filter(([, value, actual]) => value !== actual)
    .map(([what, value, actual]) => ({ topic: wanted.name, what, wanted: value, found: actual ?? '' }))
}
