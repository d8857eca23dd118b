/** How many natural dyes there are in tokens.css (`--dye-0` …). */
export const DYES = 8;

/** The dye of a site or person: the same on every phone, from the id alone. */
export function dyeOf(id: string): number {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  return sum % DYES;
}

/** The letter on the patch: the first of the name. */
export function initialOf(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '·';
}
