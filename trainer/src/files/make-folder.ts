// Folders on the way to a file, with the system's true reason where they cannot be made.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes a folder and those it lies in, as far as they are missing. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    // On a read-only disk Node says that the folder above is missing; making that one alone says why it is.
    const missing = firstMissing(folder);
    if (missing !== folder) await mkdir(missing);
    throw error;
  }
}

/** The topmost folder on the way that is not there. */
function firstMissing(folder: string): string {
  const above = dirname(folder);
  return above === folder || existsSync(above) ? folder : firstMissing(above);
}
