import { render, screen } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { useLanguage } from '../i18n/index.svelte';
import Choice from './Choice.svelte';
import Field from './Field.svelte';
import Row from './Row.svelte';
import Tabs from './Tabs.svelte';
import Toasts from './Toasts.svelte';
import { toast } from './toasts.svelte';

beforeEach(() => useLanguage('ko', false));

test('a field names its input, and reads out hint and error with it', () => {
  render(Field, { label: '이름', hint: '예: 김영숙', error: '이름을 적어 주세요.', value: '' });
  const input = screen.getByLabelText('이름');
  const described = (input.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id));
  expect(described.map((part) => part?.textContent?.trim())).toEqual(['예: 김영숙', '이름을 적어 주세요.']);
  expect(input.getAttribute('aria-invalid')).toBe('true');
});

test('a choice is a group of radio buttons', () => {
  const onchange = vi.fn();
  render(Choice, {
    ...{ label: '글자 크기', value: 'normal', onchange },
    choices: [
      { value: 'normal', text: '보통' },
      { value: 'large', text: '크게' },
    ],
  });
  expect(screen.getByRole('group', { name: '글자 크기' })).toBeTruthy();
  screen.getByLabelText<HTMLInputElement>('크게').click();
  expect(onchange).toHaveBeenCalledWith('large');
});

test('a tab knows where the person is, deeper screens too', () => {
  const tabs = [
    { href: '/', text: '오늘', icon: '' },
    { href: '/crew', text: '사람들', icon: '' },
  ];
  render(Tabs, { tabs, path: '/crew/7' });
  expect(screen.getByRole('link', { name: '사람들' }).getAttribute('aria-current')).toBe('page');
  expect(screen.getByRole('link', { name: '오늘' }).getAttribute('aria-current')).toBeNull();
});

test('a row is a link, a button, or neither', () => {
  const detail = createRawSnippet(() => ({ render: () => '<span>대표</span>' }));
  const { unmount } = render(Row, { title: '김영숙', detail, href: '/crew/1' });
  expect(screen.getByRole('link', { name: /김영숙\s*대표/ }).getAttribute('href')).toBe('/crew/1');
  unmount();
  const onclick = vi.fn();
  render(Row, { title: '박정호', onclick });
  screen.getByRole('button', { name: '박정호' }).click();
  expect(onclick).toHaveBeenCalledOnce();
});

test('the newest toast stands alone, and its way back runs once', async () => {
  const run = vi.fn();
  render(Toasts);
  toast('먼저');
  toast('퇴근을 눌렀어요', { action: { text: '되돌리기', run } });
  await tick();
  expect(screen.queryByText('먼저')).toBeNull();
  screen.getByRole('button', { name: '되돌리기' }).click();
  await tick();
  expect(run).toHaveBeenCalledOnce();
  expect(screen.queryByText('퇴근을 눌렀어요')).toBeNull();
});
