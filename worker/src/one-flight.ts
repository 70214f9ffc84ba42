// Of many requests that want the same thing at the same time one asks for it, and all get its answer.
import { waitUntil } from 'cloudflare:workers';
import { within } from './within.ts';

interface Flight<Value> {
  landing: Promise<Value>;
}

interface Options {
  /** Milliseconds that anybody waits. */
  limitMs: number;
}

/**
 * Work that several requests want at once, done once: the others join the one that began it. Otherwise two requests could
 * act on what both saw. A flight goes on when the request that began it is cancelled.
 */
export class OneFlight<Value> {
  readonly #limitMs: number;
  readonly #flights = new Map<string, Flight<Value>>();

  constructor({ limitMs }: Options) {
    this.#limitMs = limitMs;
  }

  /**
   * @param key what is wanted
   * @param work asks for it, unless it is being asked for already
   * @throws what `work` throws, to all who wait; and an error of its own after the time limit
   */
  async join(key: string, work: () => Promise<Value>): Promise<Value> {
    const flight = this.#flights.get(key) ?? this.#begin(key, work);
    const late = (): Error => {
      // Whatever became of it, the next request asks anew.
      this.#forget(key, flight);
      return new Error(`no answer within ${this.#limitMs} ms`);
    };
    return within(this.#limitMs, flight.landing, late);
  }

  #begin(key: string, work: () => Promise<Value>): Flight<Value> {
    const landing = work();
    const flight = { landing };
    this.#flights.set(key, flight);
    const landed = landing.then(
      () => this.#forget(key, flight),
      () => this.#forget(key, flight),
    );
    waitUntil(landed);
    return flight;
  }

  #forget(key: string, flight: Flight<Value>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
