// Whether a port can be had: a server that listens there already would answer in the Worker's place.
import { connect } from 'node:net';

/** @throws Error that says what to do when somebody listens at the port */
export async function refuseTakenPort(port: number): Promise<void> {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => isAnswered(host, port)));
  if (!answers.includes(true)) return;
  throw new Error(
    `port ${port} is taken by another server: stop that one, or choose another port, such as --port ${port + 1}`,
  );
}

function isAnswered(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answered: boolean) => (): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}
