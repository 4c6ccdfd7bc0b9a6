import { readStored } from './files.ts'
import { filesOf, type Manifest, readManifest } from './manifest.ts'

export type Verified = { digest: string; manifest: Manifest; files: number; bytes: number }

/**
 * Reads every file of a backup and compares it with what was written; no engine is needed.
 * @throws BackupRefusal naming the first file that is missing or has changed
 */
export const verifyBackup = async (folder: string, say: (line: string) => void): Promise<Verified> => {
  const { manifest, digest } = await readManifest(folder)
  const files = filesOf(manifest)
  let bytes = 0
  for (const [index, file] of files.entries()) {
    bytes += (await readStored(folder, file)).byteLength
    if (index % 50 === 49) say(`checked ${index + 1} of ${files.length} files`)
  }
  return { digest, manifest, files: files.length, bytes }
}
