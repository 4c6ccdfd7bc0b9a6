/** sysexits.h EX_CONFIG: the settings are wrong, and starting again will not help. */
export const EX_CONFIG = 78

/** The port is taken by another process. Ends the service with 78. */
export class PortTaken extends Error {
  readonly exitCode = EX_CONFIG
  constructor(service: string, host: string, port: number) {
    super(`${service} cannot listen on ${host}:${port}: the port is taken; choose another IOC_PORT_BASE`)
    this.name = 'PortTaken'
  }
}

/** The host is not an address of this machine, or the port is reserved. Ends the service with 78. */
export class AddressRefused extends Error {
  readonly exitCode = EX_CONFIG
  constructor(service: string, host: string, port: number, code: string) {
    super(
      `${service} cannot listen on ${host}:${port} (${code}): choose another IOC_HOST, or an IOC_PORT_BASE above 1023`,
    )
    this.name = 'AddressRefused'
  }
}

const REFUSALS = new Set(['EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND', 'EAI_AGAIN', 'EAFNOSUPPORT'])

/** What a failed `listen` means for the person who set the address; any other error stays what it is. */
export const listenFault = (service: string, host: string, port: number, error: unknown): unknown => {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  if (code === 'EADDRINUSE') return new PortTaken(service, host, port)
  if (REFUSALS.has(code)) return new AddressRefused(service, host, port, code)
  return error
}

/** The exit code an error asks for: 78 for an address that cannot be had, else 1. */
export const exitCodeOf = (error: unknown): number =>
  error instanceof PortTaken || error instanceof AddressRefused ? error.exitCode : 1
