type Place = { topic: string; partition: number }

/** Retention (or a person) removed records that nobody had read yet: going on would be silent loss. */
export class LogBeginsAfterNeeded extends Error {
  override readonly name = 'LogBeginsAfterNeeded'
  readonly topic: string
  readonly partition: number
  readonly needed: number
  readonly logBegins: number

  constructor(fault: Place & { needed: number; logBegins: number }) {
    super(
      `${fault.topic}[${fault.partition}]: offset ${fault.needed} is needed next, but the log begins at ${fault.logBegins}`,
    )
    this.topic = fault.topic
    this.partition = fault.partition
    this.needed = fault.needed
    this.logBegins = fault.logBegins
  }
}

/** The topic was deleted and made again, or cut short: the same offsets now mean other records. */
export class LogWasRecreated extends Error {
  override readonly name = 'LogWasRecreated'
  readonly topic: string
  readonly partition: number
  readonly needed: number
  /** The next offset the log will write. */
  readonly logEnds: number
  /** The record at `needed - 1`: when we read it, and when the log now says it was appended (ms). */
  readonly appendedAtMs: { expected: number; found: number } | null

  constructor(
    fault: Place & {
      needed: number
      logEnds: number
      appendedAtMs?: { expected: number; found: number }
    },
  ) {
    const why = fault.appendedAtMs
      ? `the record before it was appended at ${fault.appendedAtMs.expected} ms, the log now says ${fault.appendedAtMs.found} ms`
      : `the log ends at ${fault.logEnds}`
    super(`${fault.topic}[${fault.partition}]: offset ${fault.needed} is needed next, but ${why}`)
    this.topic = fault.topic
    this.partition = fault.partition
    this.needed = fault.needed
    this.logEnds = fault.logEnds
    this.appendedAtMs = fault.appendedAtMs ?? null
  }
}

/** A bounded read was asked for offsets nobody has written yet. */
export class LogEndsBeforeNeeded extends Error {
  override readonly name = 'LogEndsBeforeNeeded'
  constructor(fault: Place & { needed: number; logEnds: number }) {
    super(
      `${fault.topic}[${fault.partition}]: offsets up to ${fault.needed} were asked for, but the log ends at ${fault.logEnds}`,
    )
  }
}

/** The door was closed while a publish waited for its acknowledgement: the records may or may not be in the log. */
export class KafkaClosed extends Error {
  override readonly name = 'KafkaClosed'
  constructor() {
    super('the connection to Kafka was closed before the records were acknowledged')
  }
}

/** The door was closed while a bounded read was under way. */
export class ReadBrokenOff extends Error {
  override readonly name = 'ReadBrokenOff'
  constructor(topic: string, partition: number, next: number) {
    super(`${topic}[${partition}]: closed before offset ${next} was read`)
  }
}

/** One record is larger than its topic takes (`max.message.bytes`); no retry can help. */
export class RecordTooLarge extends Error {
  override readonly name = 'RecordTooLarge'
  readonly topic: string
  readonly index: number // in the array given to publish
  readonly bytes: number // of key, value and headers

  constructor(fault: { topic: string; index: number; bytes: number }) {
    super(`${fault.topic}: record ${fault.index} of ${fault.bytes} bytes is larger than the topic takes`)
    this.topic = fault.topic
    this.index = fault.index
    this.bytes = fault.bytes
  }
}

/** A topic to read does not exist; provision it first. */
export class TopicMissing extends Error {
  override readonly name = 'TopicMissing'
  readonly topics: string[]

  constructor(topics: string[]) {
    super(`there is no topic ${topics.join(', ')}; provision the topics first`)
    this.topics = topics
  }
}

/** The client answered in a way this package was not written for, e.g. after an upgrade of kafkajs. */
export class ClientChanged extends Error {
  override readonly name = 'ClientChanged'
}

/** The client hangs without a word: a request got no answer, or it neither fetches nor beats although Kafka answers others. */
export class ClientSilent extends Error {
  override readonly name = 'ClientSilent'
}
