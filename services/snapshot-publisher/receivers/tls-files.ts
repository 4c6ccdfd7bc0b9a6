import { statSync } from 'node:fs'
import { ConfigFaults, readTls, type TlsFiles, type TlsTexts } from '@ioc/config'

/**
 * Certificates as their files hold them: read again when one of them has changed, so they can be renewed while we run. While the files
 * cannot be used (one is written and the other is not yet), the last good ones hold, and each such state is said once.
 */
export const followTls = (
  files: TlsFiles,
  onFault: (faults: readonly string[]) => void,
): (() => TlsTexts) => {
  let seen = stampOf(files)
  let good = readTls(files) // at the start a fault ends the service, in words
  return () => {
    const stamp = stampOf(files)
    if (stamp === seen) return good
    seen = stamp
    try {
      good = readTls(files)
    } catch (error) {
      if (!(error instanceof ConfigFaults)) throw error
      onFault(error.faults)
    }
    return good
  }
}

/** Changes when one of the files is written, replaced, taken away or opened to others. */
const stampOf = ({ ca, cert, key }: TlsFiles): string =>
  [ca, cert, key]
    .map((path) => {
      const stat = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false, bigint: true })
      return stat ? `${stat.ino} ${stat.ctimeNs} ${stat.size}` : '-'
    })
    .join()
