/** Where the phone is: asked only at a tap, never watched, and never waited for long. */

export interface Fix {
  lat: number;
  lon: number;
  accuracy_m: number;
}

export type Where = { fix: Fix; why: null } | { fix: null; why: 'denied' | 'unknown' };

/** A tap must not wait longer than this for satellites that a basement will never see. */
const PATIENCE_MS = 4_000;
/** The first time, the browser asks the person, who needs time to read. */
const ASKING_PATIENCE_MS = 25_000;
const FRESH_MS = 20_000;

/** The position now, or why there is none. Missing is null, never 0, 0. */
export async function whereNow(patience?: number): Promise<Where> {
  if (!('geolocation' in navigator)) return { fix: null, why: 'unknown' };
  const state = await permission();
  if (state === 'denied') return { fix: null, why: 'denied' };
  return ask(patience ?? (state === 'granted' ? PATIENCE_MS : ASKING_PATIENCE_MS));
}

async function permission(): Promise<PermissionState | 'unknown'> {
  try {
    return (await navigator.permissions.query({ name: 'geolocation' })).state;
  } catch {
    return 'unknown';
  }
}

function ask(patience: number): Promise<Where> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ fix: null, why: 'unknown' }), patience);
    const answer = (where: Where) => {
      clearTimeout(timer);
      resolve(where);
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => answer({ fix: fixOf(coords), why: null }),
      (error) => answer({ fix: null, why: error.code === error.PERMISSION_DENIED ? 'denied' : 'unknown' }),
      { enableHighAccuracy: true, maximumAge: FRESH_MS, timeout: patience },
    );
  });
}

function fixOf({ latitude, longitude, accuracy }: GeolocationCoordinates): Fix {
  return { lat: latitude, lon: longitude, accuracy_m: Math.round(accuracy) };
}
