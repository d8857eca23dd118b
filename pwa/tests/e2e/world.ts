// The site under test and the people in it. Each test founds its own firm, so that tests never see each other.
import { readFileSync } from 'node:fs';
import { newId } from '../../src/sync/ids';

export const BASE = process.env.BASE_URL ?? 'http://127.0.0.1:8000';
const CONTROL = process.env.PUMASI_E2E_CONTROL ?? '';
export const SEOUL = { latitude: 37.5006, longitude: 127.0364 };

export type Language = 'ko' | 'en';

const read = (language: Language) =>
  JSON.parse(readFileSync(new URL(`../../messages/${language}.json`, import.meta.url), 'utf8'));
const messages = { ko: read('ko'), en: read('en') };

/** The text of a message, simple parameters filled in; it ends before the first one that is not given. */
export function word(key: string, filled: Record<string, string> = {}, language: Language = 'ko'): string {
  const text = key.split('.').reduce((tree, part) => tree?.[part], messages[language]);
  if (typeof text !== 'string') throw new Error(`no message ${key}`);
  const whole = text.replace(/\{(\w+)\}/g, (gap, name) => filled[name] ?? gap);
  return (whole.split('{')[0] ?? '').trim();
}

let running = true;

/** `kill -9` of the web process: connections break, nothing answers. */
export async function killServer(): Promise<void> {
  running = false;
  await fetch(`${CONTROL}/kill-web`, { method: 'POST' });
}

export async function startServer(): Promise<void> {
  if (!running) await fetch(`${CONTROL}/start-web`, { method: 'POST' });
  running = true;
}

export async function control(path: string): Promise<void> {
  const answer = await fetch(CONTROL + path, { method: 'POST' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
}

/** The text messages that somebody was sent, oldest first. */
export async function smsTo(phone: string): Promise<string[]> {
  const sent = (await (await fetch(`${CONTROL}/outbox`)).json()) as { to: string; body: string }[];
  return sent.filter(({ to }) => to === phone).map(({ body }) => body);
}

/** What a push about this notification would carry as the credential of its receipt. */
export async function receiptOf(person: Person, notification: string): Promise<string> {
  return (await fetch(`${CONTROL}/receipt/${person.org}/${person.account}/${notification}`)).json();
}

async function codeFor(phone: string): Promise<string> {
  const codes = (await smsTo(phone)).map((text) => /\b\d{6}\b/.exec(text)?.[0]);
  return codes.filter(Boolean).at(-1) ?? '';
}

let numbers = Math.floor(Math.random() * 30_000_000);

export class Person {
  cookie = '';
  account = '';
  org = '';
  member = '';

  constructor(
    readonly name: string,
    readonly phone = `+8210${String(20_000_000 + numbers++).padStart(8, '0')}`,
  ) {}

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${BASE}/api/v1${path.replace('~', `/orgs/${this.org}`)}`, {
      method,
      headers: {
        origin: BASE,
        cookie: this.cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [given] = response.headers.getSetCookie();
    if (given) this.cookie = given.split(';')[0] ?? '';
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  }

  async signIn(): Promise<this> {
    await this.call('POST', '/sign-in/codes', { phone: this.phone });
    const body = { phone: this.phone, code: await codeFor(this.phone), name: this.name };
    const { account } = await this.call<{ account: { id: string } }>('POST', '/sign-in/sessions', body);
    this.account = account.id;
    return this;
  }

  /** The newest code that was sent to this person. */
  code(): Promise<string> {
    return codeFor(this.phone);
  }

  /** The session cookie as a browser wants it. */
  get cookies() {
    const [name = '', value = ''] = this.cookie.split('=');
    const kept = { url: BASE, sameSite: 'Lax' as const, expires: Date.now() / 1_000 + 86_400 };
    return [
      { ...kept, name, value, httpOnly: true },
      { ...kept, name: 'visited', value: '1' },
    ];
  }
}

export interface StoredPunch {
  id: string;
  kind: string;
  member_id: string;
  believed_at: string;
  device_time: string;
  server_time: string;
  flags: string[];
}

/** A cleaning firm: an owner, a worker, a site, and a published shift that has just begun. */
export class Firm {
  site = '';
  shift = '';

  private constructor(
    readonly owner: Person,
    readonly worker: Person,
  ) {}

  static async found(): Promise<Firm> {
    const firm = new Firm(await new Person('김영숙').signIn(), await new Person('이순자').signIn());
    const body = { name: '푸른손 클린', kind: 'company', timezone: 'Asia/Seoul', language: 'ko' };
    firm.owner.org = (await firm.owner.call<{ id: string }>('POST', '/orgs', body)).id;
    await firm.hire(firm.worker);
    firm.site = await firm.addSite('역삼 타워');
    await firm.addShift(firm.worker);
    return firm;
  }

  async hire(person: Person): Promise<Person> {
    const { token } = await this.owner.call<{ token: string }>('POST', '~/invitations', { role: 'member' });
    const path = `/invitations/${token}/acceptance`;
    const { member_id } = await person.call<{ member_id: string }>('PUT', path, { name: person.name });
    person.org = this.owner.org;
    person.member = member_id;
    // Asked before, so that their phones do not ask at the first tap.
    const said_at = new Date().toISOString();
    const said = { kind: 'location', given: true, text_version: 1, language: 'ko', said_at };
    await person.call('PUT', `~/consents/${newId()}`, said);
    return person;
  }

  async addSite(name: string): Promise<string> {
    const { latitude: lat, longitude: lon } = SEOUL;
    const body = { name, address: '서울 강남구', lat, lon, radius_m: 150, timezone: 'Asia/Seoul' };
    return (await this.owner.call<{ id: string }>('POST', '~/sites', body)).id;
  }

  async addShift(person: Person): Promise<void> {
    const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const body = { site_id: this.site, starts_at: hour(-0.05), ends_at: hour(4), seats: 2, note: '' };
    this.shift = (await this.owner.call<{ id: string }>('POST', '~/shifts', body)).id;
    await this.owner.call('PUT', `~/shifts/${this.shift}/assignments/${person.member}`, {});
    await this.owner.call('POST', '~/publications', { from: hour(-24), to: hour(24) });
  }

  /** What the server has stored of somebody, in the order of arrival. */
  async punches(person = this.worker): Promise<StoredPunch[]> {
    const { items } = await this.owner.call<{ items: StoredPunch[] }>(
      'GET',
      `~/punches?member_id=${person.member}`,
    );
    return items.sort((a, b) => a.server_time.localeCompare(b.server_time) || a.id.localeCompare(b.id));
  }

  async kinds(person = this.worker): Promise<string[]> {
    return (await this.punches(person)).map(({ kind }) => kind);
  }
}

export { newId };
