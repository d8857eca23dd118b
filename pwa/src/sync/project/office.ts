// What is written now and then: the office's work, and readings and choices of everybody. Loaded with the first of them.
import { asking } from './asking';
import { fixes } from './fixes';
import { notices } from './notices';
import { people } from './people';
import { places } from './places';
import { shifts } from './shifts';
import type { Route } from './view';

export const office: Route[] = [...asking, ...fixes, ...notices, ...people, ...places, ...shifts];
