// A steady stream from a process of its own, so that making and sending events takes nothing from what a benchmark times. It goes on until its parent
// says so or is gone, and tells how many a second were acknowledged.
import { once } from 'node:events'
import { openKafka } from '@ioc/kafka'
import { dossier } from '../browser/events.ts'
import { openStream } from './stream.ts'

export type StreamTask = { brokers: string[]; name: string; perSecond: number }

const { brokers, name, perSecond } = JSON.parse(process.argv[2]!) as StreamTask
process.once('disconnect', () => process.exit())
const kafka = openKafka({ brokers, clientId: `stream-${name}` })
const beganMs = performance.now()
const stream = openStream(kafka, name, perSecond, dossier)
await stream.begun
process.send!({ begun: true })
await once(process, 'message')
const sent = await stream.stop()
const acknowledgedPerSecond = (sent * 1000) / (performance.now() - beganMs)
await kafka.close()
process.send!({ acknowledgedPerSecond }, () => process.exit())
