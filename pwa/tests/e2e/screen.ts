// One person's screen, found and used by its words, as a person does.
import { expect, type Locator, type Page } from '@playwright/test';
import { type Language, type Person, smsTo, word } from './world';

type Filled = Record<string, string>;

export class Screen {
  constructor(
    readonly page: Page,
    readonly language: Language = 'ko',
  ) {}

  say(key: string, filled?: Filled): string {
    return word(key, filled, this.language);
  }

  button(key: string, filled?: Filled): Locator {
    return this.page.getByRole('button', { name: this.say(key, filled), exact: true });
  }

  link(key: string, filled?: Filled): Locator {
    return this.page.getByRole('link', { name: this.say(key, filled), exact: true });
  }

  text(key: string, filled?: Filled): Locator {
    return this.page.getByText(this.say(key, filled)).first();
  }

  async press(key: string, filled?: Filled): Promise<void> {
    // A toast may have a button of the same name; what stands before it is meant.
    await this.button(key, filled).first().click();
  }

  async follow(key: string): Promise<void> {
    await this.link(key).first().click();
  }

  /** A labelled field; the label may go on, for example with "optional". */
  field(key: string): Locator {
    const label = this.say(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.page.getByLabel(new RegExp(`^\\s*${label}`));
  }

  async fill(key: string, value: string): Promise<void> {
    await this.field(key).fill(value);
  }

  async choose(key: string): Promise<void> {
    await this.page.getByText(this.say(key), { exact: true }).click();
  }

  async sees(key: string, filled?: Filled): Promise<void> {
    await expect(this.text(key, filled)).toBeVisible();
  }

  /** The name of the screen; wide enough a search for any that comes after a redirect. */
  async isAt(key: string, filled?: Filled): Promise<void> {
    await expect(this.page.locator('h1')).toHaveText(this.say(key, filled));
  }

  /** A number, the code from the message, and a name where the app asks for one. */
  async signIn(person: Person, { first = false } = {}): Promise<void> {
    const before = (await smsTo(person.phone)).length;
    await this.fill('signIn.phone', person.phone.replace('+82', '0'));
    await this.press('signIn.sendCode');
    await this.page.locator('input[autocomplete=one-time-code]').waitFor();
    await expect.poll(async () => (await smsTo(person.phone)).length).toBeGreaterThan(before);
    await this.page.locator('input[autocomplete=one-time-code]').fill(await person.code());
    await this.press('signIn.enter');
    if (!first) return;
    await this.fill('signIn.name', person.name);
    await this.press('common.next');
  }
}
