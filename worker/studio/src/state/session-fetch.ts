// The page's fetch: when a token is no longer good, the person is signed out and the anonymous answer comes at once.
import type { Session } from './session.ts';

/** Routes that answer people who are not signed in too. */
const ANYBODYS = /\/v1\/(recommendations|concepts|items|attributes|samples|model|shared-presets\/[^/]+$)/;

const EXPIRED =
  'Your sign-in has ended, so you see what anybody sees. What you typed is still here: sign in again.';

export const sessionFetch =
  (session: Session, fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (url, init = {}) => {
    const answer = await fetch(url, init);
    const headers = new Headers(init.headers);
    if (answer.status !== 401 || !headers.has('authorization')) return answer;
    if (headers.get('authorization') === `Bearer ${session.token}`) session.signOut(EXPIRED);
    if (!ANYBODYS.test(String(url))) return answer;
    await answer.body?.cancel();
    headers.delete('authorization');
    return fetch(url, { ...init, headers });
  };
