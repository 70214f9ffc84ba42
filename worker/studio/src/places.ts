// The places of the page, in the order of the navigation. A place is listed once it exists, and loads when it is gone to.
import type { ComponentType } from 'preact';
import { Steer } from './steer/steer.tsx';

export interface Place {
  /** Of the router: what comes behind it belongs to the place too where it ends with `/*`. */
  path: string;
  /** In the navigation; null for places that only links lead to. */
  label: string | null;
  title: string;
  component: ComponentType;
}

export const PLACES: readonly Place[] = [{ path: '/', label: 'Steer', title: 'Steer', component: Steer }];
