// Entry of the Worker: requests, and the events that wait in the queue.
import { createApp } from './app.ts';
import { consumeEvents } from './events/consume-events.ts';
import { logToConsole } from './log.ts';

const app = createApp();

export default {
  fetch: app.fetch,
  queue: (batch, { DB, EVENTS, EVENT_QUEUE }) =>
    consumeEvents(batch, { database: DB, bucket: EVENTS, queue: EVENT_QUEUE, log: logToConsole }),
} satisfies ExportedHandler<Env>;
