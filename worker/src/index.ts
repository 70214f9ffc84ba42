// Entry of the Worker: requests, events that wait in the queue, and the nightly clearing.
import type { Secrets } from './app-env.ts';
import { createApp } from './app.ts';
import { deleteExpired } from './db/expiry.ts';
import { consumeEvents } from './events/consume-events.ts';
import { logToConsole } from './log.ts';
import { eraseAgain } from './people/erase-again.ts';

const app = createApp();

export default {
  fetch: app.fetch,
  queue: (batch, { DB, EVENTS, EVENT_QUEUE }) =>
    consumeEvents(batch, { database: DB, bucket: EVENTS, queue: EVENT_QUEUE, log: logToConsole }),
  scheduled: async (_controller, { DB, EVENTS, EVENTS_SECRET }) => {
    await deleteExpired(DB, Date.now());
    await eraseAgain({ database: DB, bucket: EVENTS, secret: EVENTS_SECRET, log: logToConsole });
  },
} satisfies ExportedHandler<Env & Secrets>;
