// Where each latent fires, latent by latent, strongest first.
import { at } from '@trimtab/shared/look-up.ts';
import type { Codes } from '../sae/codes.ts';

export interface Firing {
  rows: Int32Array;
  values: Float32Array;
}

/** The firings of every latent on the given rows, by falling activation; ties by row. */
export function firingsOf(codes: Codes, latents: number, rows: Int32Array): Firing[] {
  const found = Array.from({ length: latents }, (): { row: number; value: number }[] => []);
  for (const row of rows) {
    for (let i = row * codes.k; i < (row + 1) * codes.k; i++) {
      const latent = codes.latent[i] as number;
      if (latent < 0) break;
      at(found, latent).push({ row, value: codes.value[i] as number });
    }
  }
  return found.map((list) => {
    list.sort((a, b) => b.value - a.value || a.row - b.row);
    return {
      rows: Int32Array.from(list, ({ row }) => row),
      values: Float32Array.from(list, ({ value }) => value),
    };
  });
}
