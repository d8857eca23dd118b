// What managers write. Most phones are workers', and never load this.
import { people } from './people';
import { places } from './places';
import { shifts } from './shifts';
import type { Route } from './view';

export const office: Route[] = [...people, ...places, ...shifts];
