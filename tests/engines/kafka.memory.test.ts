import { setImmediate as nextTurn } from 'node:timers/promises'
import { type MemoryLog, openMemoryLog } from '@ioc/kafka/memory/index.ts'
import { describe } from 'vitest'
import type { Door } from './kafka/door.ts'
import { behavesAsPortToKafka } from './kafka/suite.ts'

/** The event loop decides whose turn it is. The finest clock there is: a topic made anew within a millisecond must show. */
const openLog = (): MemoryLog =>
  openMemoryLog({ now: () => performance.timeOrigin + performance.now(), turn: () => nextTurn() })

const memoryDoor: Door = {
  can: { kill: true, transactions: true, nobody: true },
  start: async () => {
    const log = openLog()
    let clients = 0
    return {
      open: () => log.open(`client-${clients++}`),
      openToNobody: () => {
        const nobody = openLog()
        nobody.setAway(true)
        return nobody.open('client')
      },
      deleteTopic: async (topic) => log.deleteTopic(topic),
      transact: async (topic, values, end) => {
        const records = values.map((value) => ({ key: null, value, headers: {}, partition: 0 }))
        if (end === 'commit') await log.open('writer').publish(topic, records)
        else for (const _ of records) log.appendOdd(topic, 0, { kind: 'control' }) // aborted: nobody is shown them
        log.appendOdd(topic, 0, { kind: 'control' })
      },
      kill: async () => log.setAway(true),
      restart: async () => log.setAway(false),
      killAndRestart: async () => {
        log.setAway(true)
        await nextTurn()
        log.setAway(false)
      },
      close: async () => {},
    }
  },
}

describe('the port to Kafka, on the log in memory', () => behavesAsPortToKafka(memoryDoor))
