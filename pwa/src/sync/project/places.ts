import type { Site } from '../../api/types';
import { append, momentOf, patch, type Route } from './view';

export const places: Route[] = [
  [
    'POST',
    '/orgs/{org}/sites',
    (view, [org], item) => {
      const body = item.body as Partial<Site>;
      const blank = { name: '', address: '', lat: null, lon: null, radius_m: 0, timezone: '', note: '' };
      const site: Site = {
        ...blank,
        qr_version: 1,
        archived_at: null,
        ...body,
        id: body.id ?? item.id,
        kept: item.id,
      };
      view.edit(`${org}/sites`, (sites) => ({ ...sites, items: append(sites.items, site) }));
    },
  ],
  [
    'PATCH',
    '/orgs/{org}/sites/{site}',
    (view, [org, id], item) => {
      const fields = item.body as Partial<Site>;
      view.edit(`${org}/sites`, (sites) => ({ ...sites, items: patch(sites.items, id, item, fields) }));
    },
  ],
  [
    'DELETE',
    '/orgs/{org}/sites/{site}',
    (view, [org, id], item) => {
      const fields = { archived_at: momentOf(item) };
      view.edit(`${org}/sites`, (sites) => ({ ...sites, items: patch(sites.items, id, item, fields) }));
    },
  ],
];
