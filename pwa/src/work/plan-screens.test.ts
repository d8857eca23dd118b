import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Member, Shift, Site } from '../api/types';
import { loadRest, useLanguage } from '../i18n/index.svelte';
import PlanGrid from './PlanGrid.svelte';
import Seats from './Seats.svelte';

const written = vi.hoisted(() => ({ assign: vi.fn(), unassign: vi.fn() }));
vi.mock('./writes', () => written);

const SEOUL = 'Asia/Seoul';
const site = (id: string, name: string) => ({ id, name, timezone: SEOUL, archived_at: null }) as Site;
const member = (id: string) => ({ id, name: id, ended_at: null, phone: null }) as Member;
const seat = (member_id: string) => ({ member_id, name: member_id, fixed: true, confirmed_at: null });
const shift = (id: string, site_id: string, from: string, to: string, members: string[]): Shift => ({
  ...{
    id,
    site_id,
    starts_at: `2026-11-24T${from}:00Z`,
    ends_at: `2026-11-24T${to}:00Z`,
    seats: 2,
    note: '',
  },
  ...{ state: 'draft', assigned: members.map((member_id) => seat(member_id)) },
  ...{ position_id: null, break_min: 0, open_by: null, series_id: null, occurrence: null },
});

const siteOf = new Map([site('tower', '역삼 타워'), site('market', '망원시장')].map((one) => [one.id, one]));
const morning = shift('morning', 'tower', '00:00', '04:00', ['영숙']);
const clash = shift('clash', 'market', '03:00', '06:00', ['순자']);
const crew = ['영숙', '순자', '대만'].map(member);

beforeEach(async () => {
  await useLanguage('ko', false);
  await loadRest();
  vi.clearAllMocks();
});

test('who works elsewhere then cannot be put on, and it says where', async () => {
  render(Seats, { org: 'org', shift: morning, shifts: [morning, clash], crew, siteOf, zone: SEOUL });
  await fireEvent.click(screen.getByRole('button', { name: '사람 넣기' }));

  const busy = screen.getByRole<HTMLButtonElement>('button', { name: /순자/ });
  expect(busy.disabled).toBe(true);
  expect(busy.textContent).toContain('겹치는 근무: 망원시장 12:00 – 15:00');

  await fireEvent.click(screen.getByRole('button', { name: '대만 님을 넣기' }));
  expect(written.assign).toHaveBeenCalledWith('org', 'morning', '대만');
});

test('somebody is taken off by name', async () => {
  render(Seats, { org: 'org', shift: morning, shifts: [morning], crew, siteOf, zone: SEOUL });
  await fireEvent.click(screen.getByRole('button', { name: '영숙 님을 빼기' }));
  expect(written.unassign).toHaveBeenCalledWith('org', 'morning', '영숙');
});

const DATES = [
  '2026-11-23',
  '2026-11-24',
  '2026-11-25',
  '2026-11-26',
  '2026-11-27',
  '2026-11-28',
  '2026-11-29',
];

test('arrow keys walk the grid, one cell is in the tab order, and it opens its shift', async () => {
  const onopen = vi.fn();
  const days = DATES.map((_, i) => (i === 1 ? [morning] : []));
  const { container } = render(PlanGrid, {
    ...{
      view: 'person' as const,
      dates: DATES,
      days,
      shifts: [morning],
      crew,
      sites: [...siteOf.values()],
      siteOf,
    },
    ...{ zone: SEOUL, today: '2026-11-24', org: 'org', onopen },
  });
  const stops = () => [...container.querySelectorAll<HTMLElement>('[data-cell][tabindex="0"]')];
  expect(stops()).toHaveLength(1);

  stops()[0]?.focus();
  for (const key of [
    'ArrowDown',
    'ArrowRight',
    'ArrowUp',
    'ArrowDown',
    'ArrowLeft',
    'End',
    'Home',
    'ArrowRight',
  ]) {
    if (document.activeElement) await fireEvent.keyDown(document.activeElement, { key });
  }
  await tick();
  expect(stops()).toHaveLength(1);
  expect(document.activeElement?.getAttribute('aria-label')).toContain('영숙, 11월 24일');
  expect(document.activeElement?.getAttribute('aria-label')).toContain('09:00 – 13:00 역삼 타워');

  await fireEvent.click(document.activeElement as HTMLElement);
  expect(onopen).toHaveBeenCalledWith({ shift_id: 'morning', date: '2026-11-24', member_id: '영숙' });
});

test('dropping a shift on another row moves its person', async () => {
  const days = DATES.map((_, i) => (i === 1 ? [morning] : []));
  const { container } = render(PlanGrid, {
    ...{
      view: 'person' as const,
      dates: DATES,
      days,
      shifts: [morning],
      crew,
      sites: [...siteOf.values()],
      siteOf,
    },
    ...{ zone: SEOUL, today: '2026-11-24', org: 'org', onopen: vi.fn() },
  });
  const row = [...container.querySelectorAll('tbody tr')].find((one) => one.textContent?.includes('대만'));
  const worked = [...container.querySelectorAll('tbody tr')].find((one) => one.textContent?.includes('영숙'));
  await fireEvent.dragStart(worked?.querySelector('.chip') as Element);
  await fireEvent.drop(row?.querySelectorAll('td')[1] as Element);
  await tick();
  expect(written.unassign).toHaveBeenCalledWith('org', 'morning', '영숙');
  await vi.waitFor(() => expect(written.assign).toHaveBeenCalledWith('org', 'morning', '대만'));
});
