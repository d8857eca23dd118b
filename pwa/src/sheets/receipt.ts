// What a receipt is as a file (docs/receipts.md): read strictly, and written in the one way that is signed.

export const FORMAT = 'pumasi-receipt/1';
const FAMILY = 'pumasi-receipt/';
export const MAX_BYTES = 20_000_000;
const MAX_DEPTH = 32;
const MAX_DIGITS = 16;

export interface Entry {
  seq: number;
  kind: string;
  at: string;
  payload: string;
  hash: string;
}

export interface Receipt {
  format: string;
  id: string;
  made_at: string;
  organisation: { id: string; name: string };
  member: { id: string; name: string };
  period: { from: string; until: string; zone: string };
  chain: { first: number; last: number; before: string; head: string };
  entries: Entry[];
  sheet: { state: string; text: string; digest: string; totals: Record<Total, number> };
  names: Record<string, string>;
  key: string;
  signature: string;
  previous?: { id: string; seq: number; head: string };
}

export type Total = 'worked_min' | 'break_min' | 'planned_min' | 'leave_min' | 'days';

export type Fault =
  | 'too_large'
  | 'not_utf8'
  | 'not_json'
  | 'too_deep'
  | 'duplicate_key'
  | 'wrong_number'
  | 'not_receipt'
  | 'other_format'
  | 'wrong_shape';

/** The file is no receipt: why, and at what place. */
export class NotAReceipt extends Error {
  override name = 'NotAReceipt';

  constructor(
    readonly code: Fault,
    readonly where = '',
  ) {
    super(`${code} ${where}`);
  }
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** The receipt of a file; throws NotAReceipt. */
export function read(data: Uint8Array): Receipt {
  if (data.byteLength > MAX_BYTES) throw new NotAReceipt('too_large');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    throw new NotAReceipt('not_utf8');
  }
  const raw = new Reader(text).whole();
  const format = isObject(raw) ? raw.format : undefined;
  if (typeof format !== 'string' || !format.startsWith(FAMILY)) throw new NotAReceipt('not_receipt');
  if (format !== FORMAT) throw new NotAReceipt('other_format', format.slice(0, 40));
  RECEIPT(raw as Json, '');
  return raw as unknown as Receipt;
}

/** The one way to write it: RFC 8785 for objects, arrays, strings, integers and booleans. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function isObject(value: unknown): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a string must not have
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** JSON.parse takes the last of two names, and any number: neither may be in something that is signed. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Json {
    const value = this.value(0);
    this.space();
    if (this.at !== this.text.length) throw new NotAReceipt('not_json');
    return value;
  }

  private value(depth: number): Json {
    this.space();
    const first = this.text[this.at];
    if ((first === '{' || first === '[') && depth >= MAX_DEPTH) throw new NotAReceipt('too_deep');
    if (first === '{') return this.object(depth + 1);
    if (first === '[') return this.array(depth + 1);
    if (first === '"') return this.string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(depth: number): Json {
    const found: { [name: string]: Json } = Object.create(null);
    this.at++;
    for (let first = true; !this.closes('}', first); first = false) {
      const name = this.string();
      if (name in found) throw new NotAReceipt('duplicate_key', name.slice(0, 40));
      this.space();
      this.expect(':');
      found[name] = this.value(depth);
    }
    return found;
  }

  private array(depth: number): Json {
    const found: Json[] = [];
    this.at++;
    for (let first = true; !this.closes(']', first); first = false) found.push(this.value(depth));
    return found;
  }

  /** Whether it ends here; else the comma before the next one is behind us. */
  private closes(end: string, first: boolean): boolean {
    this.space();
    if (this.text[this.at] === end) {
      this.at++;
      return true;
    }
    if (!first) {
      this.expect(',');
      this.space();
    }
    return false;
  }

  private string(): string {
    const value: string = JSON.parse(this.match(STRING));
    if (HALF.test(value)) throw new NotAReceipt('not_json');
    return value;
  }

  private number(): number {
    const digits = this.match(NUMBER);
    if (/[.eE]/.test(digits) || digits.length > MAX_DIGITS || !Number.isSafeInteger(Number(digits))) {
      throw new NotAReceipt('wrong_number', digits.slice(0, 40));
    }
    return Number(digits) + 0; // -0 is 0
  }

  private match(shape: RegExp): string {
    shape.lastIndex = this.at;
    const found = shape.exec(this.text)?.[0];
    if (!found) throw new NotAReceipt('not_json');
    this.at += found.length;
    return found;
  }

  private expect(mark: string): void {
    if (this.text[this.at] !== mark) throw new NotAReceipt('not_json');
    this.at++;
  }

  private space(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
  }
}

/** Looks at a value and throws NotAReceipt with its place. */
type Shape = (value: Json | undefined, where: string) => void;

const refuse = (where: string): never => {
  throw new NotAReceipt('wrong_shape', where);
};
const text: Shape = (value, where) => typeof value === 'string' || refuse(where);
const like =
  (shape: RegExp): Shape =>
  (value, where) =>
    (typeof value === 'string' && shape.test(value)) || refuse(where);
const count =
  (least: number): Shape =>
  (value, where) =>
    (typeof value === 'number' && value >= least) || refuse(where);
const object =
  (fields: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape =>
  (value, where) => {
    if (!isObject(value)) return refuse(where);
    for (const [name, shape] of Object.entries(fields)) shape(value[name], place(where, name));
    for (const [name, item] of Object.entries(value)) {
      if (name in fields) continue;
      const shape = optional[name];
      if (!shape) return refuse(place(where, name));
      shape(item, place(where, name));
    }
  };
const list =
  (shape: Shape): Shape =>
  (value, where) => {
    if (!Array.isArray(value)) return refuse(where);
    value.forEach((item, at) => {
      shape(item, `${where}[${at}]`);
    });
  };
const place = (where: string, name: string) => (where ? `${where}.${name}` : name);

const HASH = like(/^[0-9a-f]{64}$/);
const PARTY = object({ id: text, name: text });
const DAY = like(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/);
const ID = /^[0-9a-f-]{36}$/;
const ENTRY = object({ seq: count(1), kind: text, at: text, payload: text, hash: HASH });
const TOTALS = object(
  Object.fromEntries(
    (['worked_min', 'break_min', 'planned_min', 'leave_min', 'days'] satisfies Total[]).map((name) => [
      name,
      count(0),
    ]),
  ),
);
const NAMES: Shape = (value, where) => {
  if (!isObject(value)) return refuse(where);
  for (const [name, item] of Object.entries(value)) {
    if (!ID.test(name)) refuse(where);
    text(item, place(where, name));
  }
};
const RECEIPT = object(
  {
    format: text,
    id: text,
    made_at: text,
    organisation: PARTY,
    member: PARTY,
    period: object({ from: DAY, until: DAY, zone: text }),
    chain: object({ first: count(1), last: count(0), before: HASH, head: HASH }),
    entries: list(ENTRY),
    sheet: object({ state: text, text, digest: HASH, totals: TOTALS }),
    names: NAMES,
    key: HASH,
    signature: like(/^[0-9a-f]{128}$/),
  },
  { previous: object({ id: text, seq: count(0), head: HASH }) },
);
