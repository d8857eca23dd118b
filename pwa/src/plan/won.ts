/** Money as it is said: 1,234,000원, or ₩1,234,000. */
import { language, t } from '../i18n/index.svelte';

const formatters = new Map<string, Intl.NumberFormat>();

export function won(amount: number): string {
  const locale = language() === 'ko' ? 'ko' : 'en';
  let made = formatters.get(locale);
  if (!made) {
    made = new Intl.NumberFormat(locale);
    formatters.set(locale, made);
  }
  return t('common.won', { amount: made.format(amount) });
}
