// The documents as screens see them: never changed in place, so that a refusal needs no undoing.
import type { DocumentName, DocumentOf, Id, Kept } from '../../api/types';
import type { Item } from '../types';

export type Projected = { [name: string]: unknown };

/** What one waiting item does to the view. `ids` are the placeholders of its path, in order. */
export type Effect = (view: View, ids: string[], item: Item) => void;

/** `[method, path with {placeholders}, effect]` */
export type Route = [method: Item['method'], path: string, effect: Effect];

export class View {
  constructor(readonly data: Projected) {}

  get<N extends DocumentName>(name: N): DocumentOf<N> | undefined {
    return this.data[name] as DocumentOf<N> | undefined;
  }

  /** Replace a document by what `change` makes of it; one that is not held stays unheld. */
  edit<N extends DocumentName>(name: N, change: (document: DocumentOf<N>) => DocumentOf<N>): void {
    const document = this.get(name);
    if (document) this.data[name] = change(document);
  }
}

type Row = { id: Id } & Kept;

/** Merge a body into one row of a list. */
export function patch<R extends Row>(rows: R[], id: Id | undefined, item: Item, fields: object): R[] {
  return rows.map((row) => (row.id === id ? { ...row, ...fields, kept: item.id } : row));
}

/** Put a new row at the end, unless the documents already have it. */
export function append<R extends Row>(rows: R[], row: R): R[] {
  return rows.some(({ id }) => id === row.id) ? rows : [...rows, row];
}

/** When the item was made, by the server's clock. */
export function momentOf(item: Item): string {
  return new Date(item.made_at + (item.clock_offset_ms ?? 0)).toISOString();
}
