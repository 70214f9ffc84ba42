// The built Worker with a trained model, an issuer to sign in at, and a browser: what journeys go through.
import type { Concept } from '@trimtab/shared/concepts.ts';
import { freePort } from '../../demo/free-port.ts';
import { startIssuer } from '../../demo/issuer.ts';
import { demoSignIn } from '../../demo/sign-in.ts';
import { startWorker, type RunningWorker } from '../../demo/worker-process.ts';
import { chromiumPath, openBrowser } from '../page.ts';
import { retrain } from './retrain.ts';
import type { Site } from './site.ts';

interface OpenSiteOptions {
  /** Folder of the local D1 and R2, with the model published. */
  persistTo: string;
  /** Folder of the version that is published there. */
  artifact: string;
  history: Site['history'];
  concepts: readonly Concept[];
}

/** Without a browser on this machine, journeys are skipped, and the rest of the site is there all the same. */
export async function openSite(
  options: OpenSiteOptions,
): Promise<{ site: Site; close: () => Promise<void> }> {
  const { persistTo, artifact, history, concepts } = options;
  const [port, issuerPort] = [await freePort(), await freePort()];
  const address = `http://localhost:${issuerPort}`;
  const signIn = await demoSignIn({ issuer: address });
  const url = `http://localhost:${port}`;
  const audience = signIn.variables.AUTH_AUDIENCE;
  const issuer = await startIssuer({ issuer: address, pages: [url], key: signIn.key, audience });
  // Journeys ask faster than people do.
  const own = { RATE_LIMITS: 'off', EVENTS_SECRET: 'a secret that only these journeys have' };
  const variables = { ...signIn.variables, ...issuer.variables, ...own };
  const serve = (): Promise<RunningWorker> => startWorker({ port, persistTo, variables });
  let worker = await serve();
  const browser = chromiumPath === undefined ? null : await openBrowser();
  const site: Site = {
    url,
    signIn,
    history,
    concepts,
    server: {
      stop: () => worker.stop(),
      start: async () => void (worker = await serve()),
      retrain: (without) => retrain({ artifact, persistTo, without }),
    },
    get browser() {
      if (browser === null) throw new Error('there is no browser on this machine');
      return browser;
    },
  };
  const close = async (): Promise<void> => {
    await browser?.close();
    await Promise.all([worker.stop(), issuer.stop()]);
  };
  return { site, close };
}
