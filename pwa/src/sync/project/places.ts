import type { Site } from '../../api/types';
import { append, momentOf, patch, type Route } from './view';

export const places: Route[] = [
  [
    'POST',
    '/orgs/{org}/sites',
    (view, [org], item) => {
      const body = item.body as Omit<Site, 'id' | 'qr_version'> & { id?: string };
      const site: Site = { qr_version: 1, ...body, archived_at: null, id: body.id ?? item.id, kept: item.id };
      view.edit(`${org}/sites`, (sites) => ({ ...sites, items: append(sites.items, site) }));
    },
  ],
  [
    'PATCH',
    '/orgs/{org}/sites/{site}',
    (view, [org, id], item) => {
      const { archived, ...body } = item.body as Partial<Site> & { archived?: boolean };
      const fields = archived === false ? { ...body, archived_at: null } : body;
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
