// Which methods a path takes: for the header Allow, and to tell a wrong method from a wrong path.
import type { RouterRoute } from 'hono/types';

/** @returns the methods of the routes that fit the path; none where there is no such path */
export function methodsAt(routes: readonly RouterRoute[], path: string): string[] {
  const fitting = routes.filter(({ method, path: pattern }) => method !== 'ALL' && fits(pattern, path));
  const methods = new Set(fitting.map(({ method }) => method));
  if (methods.size === 0) return [];
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods.add('OPTIONS')].toSorted();
}

/** Segments that begin with a colon stand for any. */
function fits(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern, path].map((text) => text.replace(/(?<=.)\/$/, '').split('/'));
  return (
    wanted?.length === given?.length &&
    (wanted ?? []).every((part, place) => part.startsWith(':') || part === given?.[place])
  );
}
