import { defineConfig } from '@playwright/test';

/** Scenarios in a real Chromium against a real site; `tests/e2e/test_browser.py` starts both and sets the variables. */
export default defineConfig({
  testDir: 'tests/e2e',
  // One world, and tests that kill its server.
  workers: 1,
  // The machine is shared: a scenario that needed its second try is printed as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: 'list',
  use: { baseURL: process.env.BASE_URL ?? 'http://127.0.0.1:8000', trace: 'off' },
});
