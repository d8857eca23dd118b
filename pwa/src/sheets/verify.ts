// Whether a receipt holds, from its file alone and on this phone: nothing is sent anywhere.
//
// backend/timesheets/rules/verification.py says the same; tests/timesheets/receipts/ holds both to it.
import { canonical, type Entry, type Fault, NotAReceipt, type Receipt, read } from './receipt';

type Code =
  | Fault
  | 'signature'
  | 'signature_wrong'
  | 'key'
  | 'key_unknown'
  | 'key_other'
  | 'chain'
  | 'beginning_wrong'
  | 'entry_missing'
  | 'entry_misplaced'
  | 'entry_altered'
  | 'head_wrong'
  | 'sheet'
  | 'sheet_altered'
  | 'previous'
  | 'previous_breaks'
  | 'previous_apart'
  | 'other_people'
  | 'stories_differ'
  | 'gap_between'
  | 'stories_join';

export interface Finding {
  level: 'holds' | 'note' | 'fails';
  code: Code;
  /** The entry that it is about. */
  seq?: number;
  words?: Record<string, string>;
}

export interface Verdict {
  holds: boolean;
  findings: Finding[];
  /** Null where the file is none. */
  receipt: Receipt | null;
  /** Of the key that the file names; empty where the file is none. */
  fingerprint: string;
}

const GENESIS = '0'.repeat(64);

/** `expected` are fingerprints of keys that the reader knows, spaces or not; none where they know none. */
export async function verify(
  data: Uint8Array,
  expected: readonly string[] = [],
  isSigned: Check = signedWithBrowser,
): Promise<Verdict> {
  let receipt: Receipt;
  try {
    receipt = read(data);
  } catch (error) {
    if (!(error instanceof NotAReceipt)) throw error;
    const words = error.where ? { words: { where: error.where } } : {};
    const finding: Finding = { level: 'fails', code: error.code, ...words };
    return { holds: false, findings: [finding], receipt: null, fingerprint: '' };
  }
  const fingerprint = await fingerprintOf(receipt.key);
  const findings = [
    (await isSigned(receipt)) ? holds('signature') : fails('signature_wrong'),
    key(fingerprint, expected),
    await chain(receipt),
    (await sha256(utf8(receipt.sheet.text))) === receipt.sheet.digest
      ? holds('sheet')
      : fails('sheet_altered'),
    ...previous(receipt),
  ];
  return { holds: findings.every(({ level }) => level !== 'fails'), findings, receipt, fingerprint };
}

/** What people compare: the first half of the public key's SHA-256. */
export async function fingerprintOf(publicKey: string): Promise<string> {
  return (await sha256(bytes(publicKey))).slice(0, 32);
}

const holds = (code: Code, seq?: number): Finding => ({
  level: 'holds',
  code,
  ...(seq === undefined ? {} : { seq }),
});
const fails = (code: Code, seq?: number): Finding => ({
  level: 'fails',
  code,
  ...(seq === undefined ? {} : { seq }),
});

function key(fingerprint: string, expected: readonly string[]): Finding {
  const known = expected.map((one) => one.replace(/\s/g, '').toLowerCase()).filter(Boolean);
  const words = { fingerprint };
  if (!known.length) return { level: 'note', code: 'key_unknown', words };
  if (known.includes(fingerprint)) return { level: 'holds', code: 'key', words };
  return {
    level: 'fails',
    code: 'key_other',
    words: { fingerprint, expected: (known[0] ?? '').slice(0, 64) },
  };
}

/** The first entry that does not follow from the one before it, or that all do. */
async function chain({ chain: { first, last, before, head }, entries }: Receipt): Promise<Finding> {
  if (first === 1 && before !== GENESIS) return fails('beginning_wrong', 1);
  let sealed = before;
  for (const [at, entry] of entries.entries()) {
    const due = first + at;
    if (entry.seq !== due) return fails(entry.seq > due ? 'entry_missing' : 'entry_misplaced', due);
    sealed = await nextHash(sealed, entry);
    if (sealed !== entry.hash) return fails('entry_altered', entry.seq);
  }
  if (last !== first + entries.length - 1) return fails('entry_missing', first + entries.length);
  if (sealed !== head) return fails('head_wrong', last);
  return { ...holds('chain'), words: { count: String(entries.length) } };
}

function nextHash(before: string, { kind, payload }: Entry): Promise<string> {
  const said = utf8(`${kind}\n${payload}`);
  const whole = new Uint8Array(32 + said.length);
  whole.set(bytes(before));
  whole.set(said, 32);
  return sha256(whole);
}

/** Whether it goes on where the receipt before it ended. */
function previous({ previous: before, chain: { first, last, before: sealed }, entries }: Receipt): Finding[] {
  if (!before) return [];
  if (before.seq + 1 < first || before.seq > last) {
    return [{ level: 'note', code: 'previous_apart', seq: before.seq }];
  }
  const there = entries[before.seq - first]?.hash ?? sealed;
  return [there === before.head ? holds('previous', before.seq) : fails('previous_breaks', before.seq)];
}

/** Whether receipts of one person, each with a name for the reader, tell the same story without a gap. */
export function compare(receipts: readonly { name: string; receipt: Receipt }[]): Finding[] {
  const people = new Set(receipts.map(({ receipt }) => `${receipt.organisation.id} ${receipt.member.id}`));
  if (people.size > 1) return [{ level: 'note', code: 'other_people' }];
  const inOrder = [...receipts].sort(
    (a, b) => a.receipt.chain.first - b.receipt.chain.first || a.receipt.chain.last - b.receipt.chain.last,
  );
  return inOrder.slice(1).map((later, at): Finding => {
    const earlier = inOrder[at] ?? later;
    const words = { one: earlier.name, two: later.name };
    const reached = hashes(earlier.receipt);
    const differs = [...hashes(later.receipt)].find(([seq, hash]) => (reached.get(seq) ?? hash) !== hash);
    if (differs) return { ...fails('stories_differ', differs[0]), words };
    const end = earlier.receipt.chain.last + 1;
    if (later.receipt.chain.first > end) return { level: 'note', code: 'gap_between', seq: end, words };
    return { ...holds('stories_join'), words };
  });
}

function hashes({ chain: { first, before }, entries }: Receipt): Map<number, string> {
  return new Map([[first - 1, before], ...entries.map(({ seq, hash }) => [seq, hash] as const)]);
}

/** Whether the signature fits the key that the file itself names. */
export type Check = (receipt: Receipt) => Promise<boolean>;

/** By the browser, and by a library where the browser does not know Ed25519 (Chrome < 137, Safari < 17). */
export const signedWithBrowser: Check = async (receipt) => {
  let publicKey: CryptoKey;
  try {
    publicKey = await crypto.subtle.importKey('raw', bytes(receipt.key), 'Ed25519', false, ['verify']);
  } catch (error) {
    if ((error as Error).name !== 'NotSupportedError') return false;
    return signedWithLibrary(receipt);
  }
  return crypto.subtle.verify('Ed25519', publicKey, bytes(receipt.signature), signedBytes(receipt));
};

export const signedWithLibrary: Check = async (receipt) => {
  const { verifyAsync } = await import('@noble/ed25519');
  try {
    const [signature, said, publicKey] = [bytes(receipt.signature), signedBytes(receipt), bytes(receipt.key)];
    return await verifyAsync(signature, said, publicKey, { zip215: false });
  } catch {
    return false; // what is no key is no signature
  }
};

function signedBytes({ signature: _, ...rest }: Receipt): Uint8Array<ArrayBuffer> {
  return utf8(canonical(rest));
}

async function sha256(data: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', data)));
}

const encoder = new TextEncoder();
const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text) as Uint8Array<ArrayBuffer>;

function bytes(digits: string): Uint8Array<ArrayBuffer> {
  const found = new Uint8Array(digits.length / 2);
  for (let at = 0; at < found.length; at++) found[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return found;
}

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
