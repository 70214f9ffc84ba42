// What is set, with its past: every change is an entry of the browser's history too, so that Back takes it back.
import { fragmentOf, steeringOfFragment } from './fragment.ts';
import { NOTHING_SET, type Steering } from './steering.ts';

type Place = Pick<Window, 'location' | 'history' | 'sessionStorage' | 'addEventListener'>;

const KEY = 'trimtab.steering';
/** States that can be gone back to. */
const MOST_STATES = 60;
/** Older items of a history count little, and a tab has only so much room to keep them through a reload. */
const MOST_ITEMS = 2000;

interface Past {
  states: Steering[];
  /** Which of them holds now. */
  at: number;
}

export class SteeringStore {
  readonly #place: Place;
  readonly #listeners = new Set<() => void>();
  #past: Past;

  constructor(place: Place) {
    this.#place = place;
    this.#past = readPast(place.sessionStorage) ?? { states: [NOTHING_SET], at: 0 };
    if (this.#isHere() && place.location.hash !== '') this.#follow();
    place.addEventListener('popstate', () => this.#isHere() && this.#follow());
    place.addEventListener('hashchange', () => this.#isHere() && this.#follow());
  }

  get current(): Steering {
    return this.#past.states[this.#past.at] ?? NOTHING_SET;
  }

  get fragment(): string {
    return fragmentOf(this.current);
  }

  get canUndo(): boolean {
    return this.#past.at > 0;
  }

  get canRedo(): boolean {
    return this.#past.at < this.#past.states.length - 1;
  }

  /** @returns stops listening */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param isStep whether it goes on the change before it, as the moves of one drag do, and is taken back with it */
  change(changed: Partial<Steering>, { isStep = false }: { isStep?: boolean } = {}): void {
    const next = bounded({ ...this.current, ...changed });
    const { states, at } = this.#past;
    const kept = states.slice(0, isStep && at > 0 ? at : at + 1);
    this.#past = trimmed([...kept, next]);
    this.#write(isStep ? 'replace' : 'push');
  }

  undo(): void {
    if (this.canUndo) this.#goTo(this.#past.at - 1);
  }

  redo(): void {
    if (this.canRedo) this.#goTo(this.#past.at + 1);
  }

  #goTo(at: number): void {
    this.#past = { ...this.#past, at };
    this.#write('push');
  }

  #isHere(): boolean {
    return this.#place.location.pathname === '/';
  }

  /** The address changed by itself: Back, Forward, a link, or a hand. */
  #follow(): void {
    const { hash } = this.#place.location;
    const { states, at } = this.#past;
    if (hash === this.fragment) return;
    const known = nearest(states, at, hash);
    this.#past =
      known === null
        ? trimmed([...states.slice(0, at + 1), steeringOfFragment(hash)])
        : { states, at: known };
    this.#keep();
  }

  #write(how: 'push' | 'replace'): void {
    const { location, history } = this.#place;
    const address = `${location.pathname}${location.search}${this.fragment}`;
    if (this.#isHere()) history[how === 'push' ? 'pushState' : 'replaceState'](null, '', address);
    this.#keep();
  }

  #keep(): void {
    try {
      this.#place.sessionStorage.setItem(KEY, JSON.stringify(this.#past));
    } catch {
      // A full or forbidden storage costs the undo after a reload, and nothing else: the address holds the state.
    }
    for (const listener of this.#listeners) listener();
  }
}

const bounded = (steering: Steering): Steering => ({
  ...steering,
  history: steering.history.slice(-MOST_ITEMS),
});

function trimmed(states: readonly Steering[]): Past {
  const kept = states.slice(-MOST_STATES);
  return { states: kept, at: kept.length - 1 };
}

/** The state nearest to the present one whose address this is. */
function nearest(states: readonly Steering[], at: number, hash: string): number | null {
  const places = states.flatMap((state, place) => (fragmentOf(state) === hash ? place : []));
  const [first] = places.sort((a, b) => Math.abs(a - at) - Math.abs(b - at));
  return first ?? null;
}

function readPast(storage: Storage): Past | null {
  try {
    const past = JSON.parse(storage.getItem(KEY) ?? 'null') as Past | null;
    return past !== null && Array.isArray(past.states) && past.states[past.at] !== undefined ? past : null;
  } catch {
    return null;
  }
}
