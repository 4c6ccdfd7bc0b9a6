import type { Envelope } from '@ioc/connectors/envelope/serve.ts'
import { oneStopPortal } from './index.ts'

/**
 * The door vendors of one-stop systems push through. A step of the work (CapNhatTienDoHoSoMC) is taken and changes nothing: the dossier's own
 * sync tells its state.
 */
export const oneStopEnvelope: Envelope = {
  path: '/v1/one-stop',
  connected: oneStopPortal,
  services: ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'],
}
