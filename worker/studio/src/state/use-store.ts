// A component that follows a store: it renders anew whenever the store tells of a change.
import { useEffect, useReducer } from 'preact/hooks';

interface Store {
  subscribe(listener: () => void): () => void;
}

export function useStore<S extends Store>(store: S): S {
  const [, again] = useReducer<number, void>((count) => count + 1, 0);
  useEffect(() => {
    // What changed between rendering and listening.
    again();
    return store.subscribe(() => again());
  }, [store]);
  return store;
}
