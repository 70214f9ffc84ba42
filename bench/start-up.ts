// `start-up`: where the time goes from starting workerd to the first list, by leaving parts out.
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { coldStart, STARTS } from './cold-start.ts';
import type { EdgeSize } from './edge-model.ts';
import { EDGE_SIZES } from './edge-model.ts';
import { median } from './median.ts';
import { publishModel } from './served-model.ts';

/** So few items that nothing of a load depends on the catalogue. */
const SMALLEST: EdgeSize = { items: 250, hiddenSize: 64, latents: 512 };

/** workerd with a Worker of one line: what no code of ours can change. */
async function emptyWorker(): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const began = performance.now();
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        modules: true,
        script: "export default { fetch: () => new Response('here') };",
        unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
        compatibilityDate: '2026-01-01',
        cf: false,
      }),
    );
    const { origin } = await miniflare.unsafeGetDirectURL();
    await (await fetch(origin)).text();
    times.push(performance.now() - began);
    await miniflare.dispose();
  }
  return Math.round(median(times));
}

export async function startUp(say: (line: string) => void): Promise<object> {
  const [, large] = EDGE_SIZES;
  const of = async (size: EdgeSize, isProved: boolean) => {
    say(`${size.items} items${isProved ? '' : ', without probes'}`);
    const model = await publishModel(size, 'blocks.0', { isProved });
    const times = await coldStart(model, size);
    await model.remove();
    return times;
  };
  const emptyMs = await emptyWorker();
  const smallest = await of(SMALLEST, false);
  const bare = await of(large, false);
  const proved = await of(large, true);
  return {
    /** workerd alone; the Worker's script and the inference runtime; a load of nearly nothing; the files of so many items; probes. */
    parts: {
      workerdMs: emptyMs,
      scriptAndRuntimeMs: proved.startUpMs - emptyMs,
      firstRequestMs: smallest.coldStartMs,
      filesMs: bare.coldStartMs - smallest.coldStartMs,
      probesMs: proved.coldStartMs - bare.coldStartMs,
    },
    totalMs: proved.startUpMs + proved.coldStartMs,
    items: large.items,
    hiddenSize: large.hiddenSize,
  };
}
