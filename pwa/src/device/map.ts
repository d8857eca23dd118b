/** A link that any phone opens in its map. */
export function mapLink(lat: number, lon: number, name: string, language: string): string {
  if (language === 'ko')
    return `https://map.kakao.com/link/map/${encodeURIComponent(name.replace(/,/g, ' '))},${lat},${lon}`;
  return `https://www.google.com/maps/search/?api=1&query=${lat},${lon}`;
}
