/** How many natural dyes there are in tokens.css (`--dye-0` …). */
export const DYES = 8;

let order = $state.raw<ReadonlyMap<string, number>>(new Map());

/** These share a list, so they take the dyes in turn: no two alike while there are enough. */
export function shareDyes(ids: readonly string[]): void {
  const sorted = [...new Set(ids)].sort();
  if (sorted.length === order.size && sorted.every((id) => order.has(id))) return;
  order = new Map(sorted.map((id, index) => [id, index % DYES]));
}

/** The dye of a site or person; who shares no list has one from the id alone. */
export function dyeOf(id: string): number {
  const shared = order.get(id);
  if (shared !== undefined) return shared;
  let sum = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) sum = Math.imul(sum ^ id.charCodeAt(i), 0x01000193);
  return ((sum ^ (sum >>> 15)) >>> 0) % DYES;
}

/** The letter on the patch: the first of the name. */
export function initialOf(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '·';
}
