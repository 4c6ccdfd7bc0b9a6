import { exitFor } from '@ioc/config'
import { serveEnvelope } from '@ioc/connectors/envelope/serve.ts'
import { openResidents } from '@ioc/connectors/residents.ts'
import { withConfig } from '@ioc/health'
import { firstSourcesOf } from '@ioc/push-keys'
import { type Contract, dossier } from '@ioc/schemas'
import { readProducerConfig, runProducer } from '@ioc/source'
import { sources } from './sources/index.ts'
import { oneStopEnvelope } from './sources/one-stop-portal/envelope.ts'

// Brings hồ sơ thủ tục hành chính (one-stop dossiers) onto Kafka: from its sources, and by push.
await withConfig(
  () => readProducerConfig(process.env),
  (config) =>
    runProducer(
      {
        service: 'dossier-producer',
        contract: dossier as unknown as Contract,
        pushSources: firstSourcesOf('dossier-producer'),
        sources: sources(),
        habits: (app, doors) => serveEnvelope(app, doors, oneStopEnvelope),
        residents: (doors) =>
          openResidents({ ...doors, list: new URL('./sources/connected.ts', import.meta.url) }),
      },
      config,
    ),
  exitFor,
)
