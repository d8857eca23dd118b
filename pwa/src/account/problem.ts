/** What the server said, in the person's words. */
import type { Problem } from '../api/types';
import { t, tCode } from '../i18n/index.svelte';

/** The reason of a refusal. A code that this release does not know keeps the server's own title. */
export function reasonOf(body: unknown): string {
  const { code, title } = (body ?? {}) as Partial<Problem>;
  const known = code ? tCode('problem', code, 'problem.unknown') : '';
  return known && known !== t('problem.unknown') ? known : (title ?? t('problem.unknown'));
}
