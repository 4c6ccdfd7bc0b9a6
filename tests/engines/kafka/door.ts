import type { Kafka } from '@ioc/kafka'

/**
 * One implementation of the port under test: how to reach its log, and what else can be done to it. The suite is registered
 * before anything is opened, so what a door `can` do is said first; a test that needs more than that is skipped by name.
 */
export type Door = {
  can: Readonly<Partial<Record<Capability, true>>>
  /** Called once before the first test, within 180 s. */
  start(): Promise<OpenDoor>
}

export type Capability =
  | 'kill' // the broker can end as in a power cut, and come back with its data
  | 'pause' // it can be held still: connections stay open and nothing answers
  | 'disk' // it can be stopped in order, its files changed, and started again
  | 'wire' // it speaks Kafka's protocol at an address: for foreign writers, proxies and processes of their own
  | 'transactions' // `transact` of `OpenDoor`
  | 'nobody' // `openToNobody` of `OpenDoor`

export type OpenDoor = {
  /** Another client of the same log, as another process would have. The suite closes it. */
  open(): Kafka
  close(): Promise<void>
  /** What a person may do, and the product never does. */
  deleteTopic(topic: string): Promise<void>
  /** Needs `nobody`: a client of a log that does not answer. */
  openToNobody?(): Kafka
  /** Needs `transactions`: writes keyless values to partition 0 in one transaction; its end takes one more offset, for the marker. */
  transact?(topic: string, values: string[], end: 'commit' | 'abort'): Promise<void>
  /** Needs `kill`. */
  killAndRestart?(): Promise<void>
  /** Needs `kill`: away until `restart`. */
  kill?(): Promise<void>
  /** Needs `kill` or `disk`. */
  restart?(): Promise<void>
  /** Needs `pause`. */
  pause?(): Promise<void>
  /** Needs `pause`. */
  resume?(): Promise<void>
  /** Needs `disk`: stops it in order, lets the files of partition 0's log be changed, starts it again. */
  changeLog?(topic: string, change: (folder: string) => Promise<void>): Promise<void>
  /** Needs `wire`: host:port. */
  brokers?: string
}
