import { exitFor } from '@ioc/config'
import { openResidents } from '@ioc/connectors/residents.ts'
import { withConfig } from '@ioc/health'
import { firstSourcesOf } from '@ioc/push-keys'
import { type Contract, reportedFigure } from '@ioc/schemas'
import { readProducerConfig, runProducer } from '@ioc/source'
import { sources } from './sources/index.ts'

// Brings figures other bodies report onto Kafka: from its sources, and by push.
await withConfig(
  () => readProducerConfig(process.env),
  (config) =>
    runProducer(
      {
        service: 'figure-producer',
        contract: reportedFigure as unknown as Contract,
        pushSources: firstSourcesOf('figure-producer'),
        sources: sources(),
        residents: (doors) =>
          openResidents({ ...doors, list: new URL('./sources/connected.ts', import.meta.url) }),
      },
      config,
    ),
  exitFor,
)
