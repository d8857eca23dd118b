import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Files, isScreen } from './files';

const FILES = ['/', '/assets/app-1.js', '/assets/today-1.js', '/icons/mark.svg'];

/** Just enough of the Cache API: names in the order of their making, paths as keys. */
class Caches {
  readonly all = new Map<string, Map<string, Response>>();

  async open(name: string) {
    const held = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, held);
    return {
      match: async (path: string) => held.get(path)?.clone(),
      put: async (path: string, response: Response) => void held.set(path, response),
      keys: async () => [...held.keys()].map((path) => ({ url: `https://app${path}` })),
    };
  }

  async match(path: string) {
    for (const held of this.all.values()) if (held.has(path)) return held.get(path)?.clone();
    return undefined;
  }

  async keys() {
    return [...this.all.keys()];
  }

  async delete(name: string) {
    return this.all.delete(name);
  }
}

let caches: Caches;
let fetched: string[];
let network: (path: string) => Response | undefined;

const page = () => new Response('<html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
const script = (text = 'code') => new Response(text, { headers: { 'content-type': 'text/javascript' } });

beforeEach(() => {
  caches = new Caches();
  fetched = [];
  network = (path) => (path === '/' ? page() : script(path));
  vi.stubGlobal('fetch', async (path: string) => {
    fetched.push(path);
    const response = network(path);
    if (!response) throw new TypeError('no network');
    return response;
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const release = (name = 'pumasi-1', files = FILES) =>
  new Files(caches as unknown as CacheStorage, name, files);
const get = async (files: Files, path: string) => {
  const work: Promise<void>[] = [];
  const response = await files.get(path, (also) => work.push(also));
  await Promise.all(work);
  return response.text();
};

test('a release is installed whole, then served without a network', async () => {
  const files = release();
  await files.fill();
  network = () => undefined;
  expect(await get(files, '/')).toBe('<html>');
  expect(await get(files, '/assets/today-1.js')).toBe('/assets/today-1.js');
});

test('a missing file fails the installation', async () => {
  network = (path) =>
    path.includes('today') ? new Response('', { status: 404 }) : path === '/' ? page() : script();
  await expect(release().fill()).rejects.toThrow('today');
});

test('HTML under a script’s name is refused, and so is a script as the page', async () => {
  network = () => page();
  await expect(release().fill()).rejects.toThrow('html');
  network = () => script();
  caches = new Caches();
  await expect(release().fill()).rejects.toThrow('html');
});

test('files that a release has in common are not fetched twice', async () => {
  await release().fill();
  fetched = [];
  await release('pumasi-2', ['/', '/assets/app-2.js', '/assets/today-1.js']).fill();
  expect(fetched.sort()).toEqual(['/', '/assets/app-2.js']);
});

test('a precache that the browser evicted mends itself with the first file that is asked for', async () => {
  const files = release();
  await files.fill();
  caches.all.clear();
  fetched = [];
  expect(await get(files, '/')).toBe('<html>');
  network = () => undefined;
  for (const path of FILES) expect(await get(files, path)).toBeTruthy();
});

test('a page of the release before still finds its files, and older releases go', async () => {
  for (const n of [1, 2, 3]) {
    const files = release(`pumasi-${n}`, ['/', `/assets/app-${n}.js`]);
    await files.fill();
    await files.forgetOlder();
  }
  const newest = release('pumasi-3', ['/', '/assets/app-3.js']);
  network = () => undefined;
  expect(await get(newest, '/assets/app-2.js')).toBe('/assets/app-2.js');
  await expect(get(newest, '/assets/app-1.js')).rejects.toThrow();
  expect(await caches.keys()).toEqual(['pumasi-2', 'pumasi-3']);
});

test('caches of others are left alone', async () => {
  await caches.open('somebody-else');
  await release().forgetOlder();
  expect(await caches.keys()).toContain('somebody-else');
});

test.each([
  ['/', true],
  ['/sites/1/poster', true],
  ['/apiary', true],
  ['/api/openapi.json', false],
  ['/api/v1/sign-in/providers/kakao/start', false],
  ['/health/live', false],
  ['/metrics', false],
])('a navigation to %s is a screen: %s', (path, screen) => {
  expect(isScreen(path)).toBe(screen);
});
