// Entry of the Worker: requests, and the events that wait in the queue.
import { createApp } from './app.ts';
import { consumeEvents } from './events/consume-events.ts';
import { logToConsole } from './log.ts';

const app = createApp();

export default {
  fetch: app.fetch,
  queue: (batch, env) => consumeEvents(batch, { database: env.DB, bucket: env.EVENTS, log: logToConsole }),
} satisfies ExportedHandler<Env>;
