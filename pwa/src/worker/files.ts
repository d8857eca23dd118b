// The files of one release, kept as one set. A set with holes mends itself.

/** What the server answers itself; a navigation there is not a screen. */
const NOT_SCREENS = /^\/(api|health|metrics|problems)(\/|$)/;
const PAGE = '/';
/** This release and the one before, whose pages may still be open. */
const RELEASES_KEPT = 2;
const PREFIX = 'pumasi-';

export function isScreen(path: string): boolean {
  return !NOT_SCREENS.test(path);
}

export class Files {
  private readonly set: ReadonlySet<string>;
  private filling: Promise<void> | null = null;

  constructor(
    private readonly caches: CacheStorage,
    private readonly release: string,
    files: string[],
  ) {
    this.set = new Set(files);
  }

  has(path: string): boolean {
    return this.set.has(path) || path.startsWith('/assets/');
  }

  /** Fetch what is missing. Fails as a whole: a release is complete, or not installed. */
  async fill(): Promise<void> {
    const cache = await this.caches.open(this.release);
    const held = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
    const missing = [...this.set].filter((path) => !held.has(path));
    await Promise.all(missing.map(async (path) => cache.put(path, await this.obtain(path))));
  }

  /** From the phone; what the browser evicted comes from the server again, and the rest of the set with it. */
  async get(path: string, alsoDo: (work: Promise<void>) => void): Promise<Response> {
    const cache = await this.caches.open(this.release);
    const held = await cache.match(path);
    if (held) return held;
    // A page of the release before asks for its own files.
    const older = path === PAGE ? undefined : await this.caches.match(path);
    if (older) return older;
    const fresh = await fetchFile(path);
    if (this.set.has(path)) {
      await cache.put(path, fresh.clone());
      this.filling ??= this.fill()
        .catch(() => undefined)
        .finally(() => {
          this.filling = null;
        });
      alsoDo(this.filling);
    }
    return fresh;
  }

  async forgetOlder(): Promise<void> {
    const releases = (await this.caches.keys()).filter(
      (name) => name.startsWith(PREFIX) && name !== this.release,
    );
    // Caches are listed in the order of their making.
    const older = releases.slice(0, Math.max(0, releases.length - (RELEASES_KEPT - 1)));
    await Promise.all(older.map((name) => this.caches.delete(name)));
  }

  /** A hashed file is the same in every release: most of a new one is on the phone already. */
  private async obtain(path: string): Promise<Response> {
    const held = path.startsWith('/assets/') ? await this.caches.match(path) : undefined;
    return held ?? fetchFile(path);
  }
}

/** A file of this server, or an error: never a login page of somebody's Wi-Fi, never HTML under a script's name. */
export async function fetchFile(path: string): Promise<Response> {
  const response = await fetch(path, {
    cache: path.startsWith('/assets/') ? 'default' : 'no-cache',
    redirect: 'error',
  });
  const html = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!response.ok || html !== (path === PAGE)) throw new Error(`${path}: ${response.status}, html: ${html}`);
  return response;
}
