import type { Membership } from '../api/types';

/** What a screen may ask of its visitor, by the server's names (the server decides, the screen only hides). */
export type Wish =
  | 'change_organisation'
  | 'see_board'
  | 'plan_shifts'
  | 'see_members'
  | 'invite'
  | 'change_members'
  | 'name_owners'
  | 'see_sites'
  | 'change_sites'
  | 'open_sites'
  | 'see_deliveries'
  | 'retry_deliveries'
  | 'change_messaging'
  | 'record_for_others'
  | 'see_pay'
  | 'manage_pay'
  | 'export_pay'
  | 'see_insight'
  | 'clock_in_crew'
  | 'pair_tablets'
  | 'give_pins';

/** Whether the person may do this in the organisation, at least in one of its sites. */
export function may(membership: Membership | null | undefined, wish: Wish): boolean {
  return membership?.permissions.includes(wish) ?? false;
}
