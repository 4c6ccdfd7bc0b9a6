import { canonicalBytes } from './canonical.ts'
import { exampleBody, exampleKey } from './example.ts'
import { signBody } from './sign.ts'

const [BEGIN, END] = ['<!-- worked example, by make-examples.ts -->', '<!-- end -->']

/** The numbers of the first example, step by step, as docs/snapshot-verification.md shows them. */
const workedExample = async (): Promise<string> => {
  const { digest, signature } = await signBody(exampleBody, exampleKey)
  const canonical = Buffer.from(canonicalBytes(exampleBody))
  const [header = '', , value = ''] = signature.split('.')
  return `
The file [artefact.revision-1.json](../schemas/examples/snapshot.v1/artefact.revision-1.json) with the keys in
[jwks.json](../schemas/examples/snapshot.v1/jwks.json). The key is the one printed in RFC 8037 and signs examples only.

    canonical body     ${canonical.length} bytes: ${canonical.subarray(0, 40)} … ${canonical.subarray(-40)}
    digest             ${digest}
    signature          ${header.slice(0, 24)}…..${value.slice(0, 24)}…
    protected header   ${Buffer.from(header, 'base64url')}
    signing input      ${header.length + 1 + canonical.length} bytes: ${header.slice(0, 24)}….${canonical.subarray(0, 24)} …
    Ed25519 key (x)    ${exampleKey.publicJwk.x}
    Ed25519 signature  ${value}
`
}

/** The document with its worked example as it is today. */
export const withWorkedExample = async (document: string): Promise<string> => {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)]
  if (from < 0 || to < from) throw new Error('the document has no place for its worked example')
  return `${document.slice(0, from + BEGIN.length)}\n${await workedExample()}\n${document.slice(to)}`
}
