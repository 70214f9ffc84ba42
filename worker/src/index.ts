// Entry of the Worker: requests, events that wait in the queue, and the nightly clearing.
import { createApp } from './app.ts';
import { deleteExpired } from './db/expiry.ts';
import { consumeEvents } from './events/consume-events.ts';
import { logToConsole } from './log.ts';

const app = createApp();

export default {
  fetch: app.fetch,
  queue: (batch, { DB, EVENTS, EVENT_QUEUE }) =>
    consumeEvents(batch, { database: DB, bucket: EVENTS, queue: EVENT_QUEUE, log: logToConsole }),
  scheduled: (_controller, { DB }) => deleteExpired(DB, Date.now()),
} satisfies ExportedHandler<Env>;
