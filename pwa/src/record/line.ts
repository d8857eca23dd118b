/** `+827071234567` as people write it, 070-7123-4567; numbers of other countries stay as they are. */
export function spelt(number: string): string {
  if (!number.startsWith('+82')) return number;
  const digits = `0${number.slice(3)}`;
  const area = digits.startsWith('02') ? 2 : 3;
  return [digits.slice(0, area), digits.slice(area, -4), digits.slice(-4)].join('-');
}
