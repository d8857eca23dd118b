import { expect, test } from 'vitest';
import { finds, initialsOf } from './search';

test('first consonants', () => {
  expect(initialsOf('김민수')).toBe('ㄱㅁㅅ');
  expect(initialsOf('Lan 씨')).toBe('Lan ㅆ');
});

test.each([
  ['', '김민수', null, true],
  ['민수', '김민수', null, true],
  ['ㄱㅁㅅ', '김민수', null, true],
  ['ㅁㅅ', '김민수', null, true],
  ['ㅁㄱ', '김민수', null, false],
  ['김 민', '김민수', null, true],
  ['김민수'.normalize('NFD'), '김민수', null, true],
  ['nguyen', 'Nguyen Thi Lan', null, true],
  ['5678', '김민수', '+821012345678', true],
  ['010-1234', '김민수', '+821012345678', true],
  ['12', '김민수', '+821012345678', false],
  ['이1234', '김민수', '+821012345678', false],
])('%s finds %s (%s): %s', (wish, name, phone, found) => {
  expect(finds(wish, name, phone)).toBe(found);
});
