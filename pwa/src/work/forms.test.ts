import { expect, test } from 'vitest';
import { siteFaults } from './forms';

const good = { name: '시청역 빌딩', lat: '37.5663', lon: '126.9779' };

test.each([
  [{}, {}],
  [{ name: '  ' }, { name: 'sites.nameNeeded' }],
  [
    { lat: '', lon: '' },
    { lat: 'sites.positionNeeded', lon: 'sites.positionNeeded' },
  ],
  [{ lat: '91' }, { lat: 'sites.badLat' }],
  [{ lon: '-180.5' }, { lon: 'sites.badLon' }],
  [{ lat: '37,5' }, { lat: 'sites.badLat' }],
  [
    { lat: 'NaN', lon: 'Infinity' },
    { lat: 'sites.badLat', lon: 'sites.badLon' },
  ],
])('%o: %o', (typed, faults) => {
  expect(siteFaults({ ...good, ...typed })).toEqual(faults);
});
