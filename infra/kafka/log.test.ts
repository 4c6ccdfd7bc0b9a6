import { expect, test } from 'vitest'
import { complaintIn } from './log.ts'

test.each([
  { what: 'nothing', text: '', complaint: '' },
  { what: 'no complaint', text: 'a\nb\n', complaint: 'b' },
  {
    what: 'a complaint with the exception behind it',
    text: [
      '2026-11-22T09:00:00.000Z INFO  KafkaRaftServer starting',
      '2026-11-22T09:00:01.000Z ERROR LogDirFailureChannel Error while writing to checkpoint file /kafka/data/x',
      'org.apache.kafka.common.errors.KafkaStorageException: it failed',
      '\tat java.base/java.io.FileOutputStream.writeBytes(Native Method)',
      'Caused by: java.io.IOException: No space left on device',
      '\t... 12 more',
      '2026-11-22T09:00:02.000Z INFO  KafkaRaftServer shutting down',
    ].join('\n'),
    complaint:
      'Error while writing to checkpoint file /kafka/data/x — java.io.IOException: No space left on device',
  },
])('$what', ({ text, complaint }) => {
  expect(complaintIn(text)).toBe(complaint)
})
