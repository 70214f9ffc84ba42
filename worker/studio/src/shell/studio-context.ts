// What every place of the page may use: the API, who is signed in, what is set, and the one voice for screen readers.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createClient, type TrimtabClient } from '../../../../client/index.ts';
import { Consent } from '../state/consent.ts';
import { ItemsKnown } from '../state/items-known.ts';
import { ModelSeen } from '../state/model-seen.ts';
import { PresetsStore } from '../state/presets-store.ts';
import { Session } from '../state/session.ts';
import { sessionFetch } from '../state/session-fetch.ts';
import type { Start } from '../state/start.ts';
import { SteeringStore } from '../state/steering-store.ts';
import { Announcer } from './announcer.ts';

export interface Studio {
  trimtab: TrimtabClient;
  session: Session;
  consent: Consent;
  steering: SteeringStore;
  items: ItemsKnown;
  presets: PresetsStore;
  announcer: Announcer;
  modelSeen: ModelSeen;
}

/** The session comes first: it takes its token out of the address before the address is read. */
export function createStudio(place: Window): Studio {
  const session = new Session(place);
  const modelSeen = new ModelSeen();
  const trimtab = createClient(place.location.origin, {
    token: () => session.token ?? undefined,
    onAnswer: ({ headers }) => modelSeen.see(headers.get('x-model-version')),
    fetch: sessionFetch(session, (url, init) => place.fetch(url, init)),
  });
  const items = new ItemsKnown(trimtab);
  const presets = new PresetsStore(trimtab, session);
  place.addEventListener('pagehide', () => presets.deleteNow());
  const steering = new SteeringStore(place);
  const consent = new Consent(trimtab, session, place.localStorage);
  return { trimtab, session, consent, steering, items, presets, modelSeen, announcer: new Announcer() };
}

export const StudioContext = createContext<Studio | null>(null);
export const StartContext = createContext<Start | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('a place of the page stands outside of StudioContext');
  return studio;
}

/** The model and its concepts: places are shown only once they are known. */
export function useStart(): Start {
  const start = useContext(StartContext);
  if (start === null) throw new Error('a place of the page stands outside of StartContext');
  return start;
}
