// The vectors of items that a recommender scores with, as the shared arithmetic reads them.
import { floatTable, type ItemTable } from '@trimtab/shared/gradient/item-table.ts';
import { parameter, type Recommender } from './recommender.ts';
import { outputTable } from './weights.ts';

/** The table that scores are linear in, read from the backend. ∈ [items, d] */
export async function itemTableOf(model: Recommender): Promise<ItemTable> {
  const values = await parameter(model, outputTable(model.config)).data<'float32'>();
  return floatTable(values, model.config.hiddenSize);
}
