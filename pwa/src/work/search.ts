/** Finding people by what a thumb types: any part of the name, first consonants (ㄱㅁㅅ), or the end of the number. */

const FIRST_SYLLABLE = 0xac00;
const SYLLABLES_PER_INITIAL = 588;
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/** 김민수 -> ㄱㅁㅅ; letters of other scripts stay. */
export function initialsOf(text: string): string {
  return [...text].map(initial).join('');
}

function initial(letter: string): string {
  const index = Math.floor((letter.charCodeAt(0) - FIRST_SYLLABLE) / SYLLABLES_PER_INITIAL);
  return INITIALS[index] ?? letter;
}

/** Whether the wish finds this person. An empty wish finds everybody. */
export function finds(wish: string, name: string, phone?: string | null): boolean {
  const sought = plain(wish);
  if (!sought) return true;
  if (plain(name).includes(sought)) return true;
  if ([...sought].every((letter) => INITIALS.includes(letter)))
    return initialsOf(plain(name)).includes(sought);
  if (!/^[+\d()-]+$/.test(sought)) return false;
  const digits = sought.replace(/\D/g, '').replace(/^0/, '');
  return digits.length >= 3 && (phone ?? '').replace(/\D/g, '').includes(digits);
}

/** Phones of some makers send the letters taken apart (NFD); NFC puts them together again. */
function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s/g, '');
}
