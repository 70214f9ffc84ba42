// Selection users in two halves, so that what is chosen on validation is also scored on users it was not chosen on.
import type { Activations } from '../activations/harvest.ts';
import { rowsOfActivations } from '../activations/harvest.ts';
import { ROLES } from '../activations/roles.ts';

/** The positions of selection users; every other user of them, in order of index, takes the part of a test user. */
export function halvesOfSelection(activations: Activations): Activations {
  const selection = ROLES.indexOf('selection');
  const rows = Int32Array.from(activations.roles.keys()).filter(
    (row) => activations.roles[row] === selection,
  );
  const chosen = rowsOfActivations(activations, rows);
  const users = [...new Set(chosen.users)].sort((a, b) => a - b);
  const place = new Map(users.map((user, i) => [user, i]));
  const roles = chosen.users.map((user) =>
    (place.get(user) ?? 0) % 2 === 0 ? selection : ROLES.indexOf('test'),
  );
  return { ...chosen, roles };
}
