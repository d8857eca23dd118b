/** Paths of every file of this release; `/` is the page. */
declare const __FILES__: string[];
