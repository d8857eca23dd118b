// Every push shows something: iOS takes the permission away from apps whose pushes show nothing.

export interface PushEventLike {
  data: { json(): unknown } | null;
}

/** Declarative Web Push, which browsers that know it show without us. */
interface Declared {
  notification?: {
    title?: string;
    body?: string;
    navigate?: string;
    tag?: string;
    lang?: string;
    silent?: boolean;
  };
}

const NAME = '품앗이';
const ICON = '/icons/icon-192.png';

export function showNotification(
  registration: ServiceWorkerRegistration,
  event: PushEventLike,
): Promise<void> {
  const { title, body, navigate, tag, lang, silent } = read(event).notification ?? {};
  return registration.showNotification(title ?? NAME, {
    icon: ICON,
    badge: '/icons/badge-96.png',
    data: { path: pathOf(navigate) },
    ...(body !== undefined && { body }),
    ...(tag !== undefined && { tag }),
    ...(lang !== undefined && { lang }),
    ...(silent !== undefined && { silent }),
  });
}

function read({ data }: PushEventLike): Declared {
  try {
    return (data?.json() as Declared | null) ?? {};
  } catch {
    return {};
  }
}

/** Only our own screens: a payload cannot send anybody elsewhere. */
function pathOf(navigate: string | undefined): string {
  try {
    const url = new URL(navigate ?? '/', self.location.origin);
    return url.origin === self.location.origin ? url.pathname + url.search : '/';
  } catch {
    return '/';
  }
}
