// Web NFC (w3c.github.io/web-nfc): Chrome on Android has it, and nobody else so far.

interface Reading {
  message: { records: { recordType: string; data?: DataView; encoding?: string }[] };
}

interface Reader {
  write(
    message: { records: { recordType: 'url'; data: string }[] },
    options: { signal: AbortSignal },
  ): Promise<void>;
  scan(options: { signal: AbortSignal }): Promise<void>;
  onreading: ((event: Reading) => void) | null;
}

type Reads = new () => Reader;

function reads(): Reads | null {
  return (globalThis as { NDEFReader?: Reads }).NDEFReader ?? null;
}

export const canWrite = () => reads() !== null;

/** What a tag holds: the poster's code, and that it was a tag. */
export const tagUrl = (token: string) => `${location.origin}/q/${token}?nfc`;

/** Waits for a tag and writes it. Rejects with NotAllowedError where NFC is off, else where the tag refuses. */
export async function writeTag(url: string, signal: AbortSignal): Promise<void> {
  const Reads = reads();
  if (!Reads) throw new DOMException('no NFC', 'NotSupportedError');
  await new Reads().write({ records: [{ recordType: 'url', data: url }] }, { signal });
}

/** Tells of each tag's address while the signal lasts; quiet where there is no NFC, or none allowed. */
export async function readTags(found: (url: string) => void, signal: AbortSignal): Promise<void> {
  const Reads = reads();
  if (!Reads) return;
  const reader = new Reads();
  reader.onreading = ({ message }) => {
    const record = message.records.find(({ recordType }) => recordType === 'url');
    if (record?.data) found(new TextDecoder().decode(record.data));
  };
  await reader.scan({ signal }).catch(() => undefined);
}
