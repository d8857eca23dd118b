/** What is wrong with a form before it is sent, by field: the key of the text to show. */

export interface TypedSite {
  name: string;
  lat: string;
  lon: string;
}

type SiteFault = 'sites.nameNeeded' | 'sites.positionNeeded' | 'sites.badLat' | 'sites.badLon';

export function siteFaults({ name, lat, lon }: TypedSite): Partial<Record<keyof TypedSite, SiteFault>> {
  const faults: Partial<Record<keyof TypedSite, SiteFault>> = {};
  if (!name.trim()) faults.name = 'sites.nameNeeded';
  if (!lat.trim()) faults.lat = 'sites.positionNeeded';
  else if (!within(lat, 90)) faults.lat = 'sites.badLat';
  if (!lon.trim()) faults.lon = 'sites.positionNeeded';
  else if (!within(lon, 180)) faults.lon = 'sites.badLon';
  return faults;
}

function within(text: string, limit: number): boolean {
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) <= limit;
}
