/** A message to be written: headers as they stand, then the body. */
export interface Written {
  readonly headers: readonly string[]
  readonly body: string
}

/** A message of invented people (RFC 5322), its lines ended by CR LF. */
export function letter({ headers, body }: Written): string {
  return `${headers.join('\n')}\n\n${body}`.replaceAll(/\r?\n/g, '\r\n')
}

/** The form of a mailbox file: which lines of texts are quoted, and whether lengths are written (qmail's mbox(5)). */
export type BoxForm = 'mboxo' | 'mboxrd' | 'mboxcl' | 'mboxcl2'

/** A mailbox file of messages. */
export function mailbox(form: BoxForm, messages: readonly Written[], time = 'Fri Mar  1 12:00:00 2024'): string {
  return messages
    .map(({ headers, body }, i) => {
      const quoted =
        form === 'mboxcl2' ? body : body.replaceAll(form === 'mboxrd' ? /^(>*From )/gm : /^(From )/gm, '>$1')
      const text = quoted.endsWith('\n') ? quoted : `${quoted}\n`
      const length = form.startsWith('mboxcl') ? [`Content-Length: ${Buffer.byteLength(text)}`] : []
      return `From sender-${i}@rail.example ${time}\n${[...headers, ...length].join('\n')}\n\n${text}\n`
    })
    .join('')
}

/** A body of several parts (RFC 2046), with the header that announces it. */
export function multipart(parts: readonly Written[], kind = 'mixed', boundary = 'b-1'): Written {
  const body = parts.map((p) => `--${boundary}\n${p.headers.join('\n')}\n\n${p.body}\n`).join('')
  return {
    headers: ['MIME-Version: 1.0', `Content-Type: multipart/${kind}; boundary="${boundary}"`],
    body: `${body}--${boundary}--\n`,
  }
}
