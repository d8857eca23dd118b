import { expect, test } from 'vitest';
import type { Board } from '../api/types';
import { crewsOf } from './crew';

const at = (time: string) => `2026-11-25T${time}:00Z`;
const person = (member_id: string, shift: [string, string, string] | null, more = {}) => ({
  ...{ member_id, name: member_id, shift_id: shift?.[0] ?? null },
  ...{ starts_at: shift ? at(shift[1]) : null, ends_at: shift ? at(shift[2]) : null },
  ...{ in_at: null, out_at: null, on_break: false, flags: [], minutes_late: 0, ...more },
});

test('a leader sees everybody on the shifts of about now, and not themselves', () => {
  const early: [string, string, string] = ['early', '01:00', '03:00'];
  const now: [string, string, string] = ['now', '06:00', '09:00'];
  const site = {
    ...{ site_id: 'site', name: '역삼 타워', timezone: 'Asia/Seoul' },
    expected: [person('late night', ['night', '13:00', '16:00'])],
    late: [person('choi', now)],
    on_site: [person('lee', now, { on_break: true }), person('me', now), person('visitor', null)],
    left: [person('kang', early, { out_at: at('03:00') })],
  };
  const board = { at: at('06:30'), counts: {}, sites: [site] } as unknown as Board;

  const crews = crewsOf(board, Date.parse(at('06:30')), 'me');
  expect(
    crews.map(({ shift_id, mates }) => [shift_id, mates.map(({ name, stand }) => [name, stand])]),
  ).toEqual([
    [
      'now',
      [
        ['choi', 'notIn'],
        ['lee', 'break'],
      ],
    ],
    ['early', [['kang', 'out']]],
  ]);
  expect(crewsOf(undefined, 0, 'me')).toEqual([]);
});
