import type { Account } from '../../api/types';
import type { Route } from './view';

export const account: Route[] = [
  [
    'PATCH',
    '/me',
    (view, _ids, item) => {
      const fields = item.body as Partial<Account>;
      view.edit('me', (me) => ({ ...me, account: { ...me.account, ...fields, kept: item.id } }));
    },
  ],
];
