// The places of the page, in the order of the navigation. A place is listed once it exists, and loads when it is gone to.
import type { ComponentType } from 'preact';
import { lazy } from 'preact-iso';
import { Steer } from './steer/steer.tsx';

export interface Place {
  /** Of the router; a part that begins with a colon stands for any. */
  path: string;
  /** In the navigation; null for places that only links lead to. */
  label: string | null;
  title: string;
  component: ComponentType;
}

const PresetsPlace = lazy(async () => (await import('./keep/presets-place.tsx')).PresetsPlace);
const PresetPlace = lazy(async () => (await import('./keep/preset-place.tsx')).PresetPlace);
const SharedPlace = lazy(async () => (await import('./keep/shared-place.tsx')).SharedPlace);
const SignInPlace = lazy(async () => (await import('./keep/sign-in-place.tsx')).SignInPlace);
const Concepts = lazy(async () => (await import('./concepts/concepts.tsx')).Concepts);
const Concept = lazy(async () => (await import('./concepts/concept.tsx')).Concept);
const ModelPlace = lazy(async () => (await import('./model/model-place.tsx')).ModelPlace);

export const PLACES: readonly Place[] = [
  { path: '/', label: 'Steer', title: 'Steer', component: Steer },
  { path: '/concepts', label: 'Concepts', title: 'Concepts', component: Concepts },
  { path: '/concepts/:id', label: null, title: 'Concept', component: Concept },
  { path: '/presets', label: 'Presets', title: 'Your presets', component: PresetsPlace },
  { path: '/presets/:id', label: null, title: 'A preset', component: PresetPlace },
  { path: '/shared/:token', label: null, title: 'A shared preset', component: SharedPlace },
  { path: '/model', label: 'Model', title: 'The model', component: ModelPlace },
  { path: '/sign-in', label: null, title: 'Sign in', component: SignInPlace },
];

/** The place that an address is of. */
export const placeAt = (path: string): Place | undefined =>
  PLACES.find(({ path: pattern }) => {
    const [wanted, given] = [pattern, path].map((text) => text.split('/'));
    return (
      wanted?.length === given?.length &&
      wanted?.every((part, at) => part.startsWith(':') || part === given?.[at])
    );
  });
