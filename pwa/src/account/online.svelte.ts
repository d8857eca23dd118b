// A list that lives on the server only: asked for when its screen opens, and again after a change.
import { NoAnswer, request } from '../api/client';

export class Online<T> {
  value = $state.raw<T | null>(null);
  /** `waiting` before the first answer. */
  state = $state<'waiting' | 'here' | 'no answer' | 'refused'>('waiting');
  private round = 0;

  constructor(
    private readonly path: () => string,
    private readonly read: (body: never) => T,
  ) {
    $effect(() => {
      void this.ask();
    });
  }

  ask = async (): Promise<void> => {
    const path = this.path();
    const round = ++this.round;
    try {
      const { status, body } = await request('GET', path);
      if (round !== this.round) return;
      if (status === 200) this.value = this.read(body as never);
      this.state = status === 200 ? 'here' : 'refused';
    } catch (reason) {
      if (!(reason instanceof NoAnswer)) throw reason;
      if (round === this.round) this.state = this.value === null ? 'no answer' : 'here';
    }
  };
}
