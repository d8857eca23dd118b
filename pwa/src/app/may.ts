import type { Membership } from '../api/types';

/** What a screen may ask of its visitor, and the server's permission for it (the server decides, the screen only hides). */
const permissions = {
  changeOrg: 'change_organisation',
  board: 'see_board',
  plan: 'plan_shifts',
  crew: 'see_members',
  invite: 'invite',
  changeMembers: 'change_members',
  nameOwners: 'name_owners',
  sites: 'see_sites',
  changeSites: 'change_sites',
  openSites: 'open_sites',
  messages: 'see_deliveries',
  retryMessages: 'retry_deliveries',
  messaging: 'change_messaging',
  punchForOthers: 'record_for_others',
} as const;

export type Wish = keyof typeof permissions;

/** Whether the person may do this in the organisation, at least in one of its sites. */
export function may(membership: Membership | null | undefined, wish: Wish): boolean {
  if (!membership) return false;
  return membership.permissions.includes(permissions[wish]);
}
