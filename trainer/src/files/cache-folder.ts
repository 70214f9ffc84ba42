// Where downloads and built libraries are kept, outside the checkout, so that `npm ci` does not undo them.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `$TRIMTAB_CACHE`, else `$XDG_CACHE_HOME/trimtab`, else `~/.cache/trimtab`. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const shared = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return environment['TRIMTAB_CACHE'] || join(shared, 'trimtab');
}
