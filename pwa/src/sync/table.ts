// IndexedDB as promises: the few calls that we make of it (a library for all of it weighs three times as much).

export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One object store inside one transaction. */
export class Table<T> {
  constructor(private readonly store: IDBObjectStore) {}

  get(key: IDBValidKey): Promise<T | undefined> {
    return result(this.store.get(key));
  }

  /** By an index of that name. */
  by(index: string, key: IDBValidKey): Promise<T | undefined> {
    return result(this.store.index(index).get(key));
  }

  all(): Promise<T[]> {
    return result(this.store.getAll());
  }

  keys(): Promise<IDBValidKey[]> {
    return result(this.store.getAllKeys());
  }

  /** A new row; returns the key that it was given. */
  add(row: T): Promise<IDBValidKey> {
    return result(this.store.add(row));
  }

  put(row: T, key?: IDBValidKey): Promise<IDBValidKey> {
    return result(this.store.put(row, key));
  }

  delete(key: IDBValidKey): Promise<undefined> {
    return result(this.store.delete(key));
  }

  clear(): Promise<undefined> {
    return result(this.store.clear());
  }
}
