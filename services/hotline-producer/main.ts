import { exitFor } from '@ioc/config'
import { openResidents } from '@ioc/connectors/residents.ts'
import { withConfig } from '@ioc/health'
import { firstSourcesOf } from '@ioc/push-keys'
import { type Contract, feedback } from '@ioc/schemas'
import { readProducerConfig, runProducer } from '@ioc/source'
import { sources } from './sources/index.ts'

// Brings phản ánh, kiến nghị (national portal and hotline) onto Kafka: from its sources, and by push.
await withConfig(
  () => readProducerConfig(process.env),
  (config) =>
    runProducer(
      {
        service: 'hotline-producer',
        contract: feedback as unknown as Contract,
        pushSources: firstSourcesOf('hotline-producer'),
        sources: sources(),
        residents: (doors) =>
          openResidents({ ...doors, list: new URL('./sources/connected.ts', import.meta.url) }),
      },
      config,
    ),
  exitFor,
)
