// The frames of a zstd archive, walked from one block to the next: Node unpacks what there is of one cut short, and says nothing.
import { open, type FileHandle } from 'node:fs/promises';

const FRAME = 0xfd2fb528;

/** Sixteen kinds of frames that readers pass over. */
const isSkippable = (magic: number): boolean => magic >>> 4 === 0x0184d2a5;

/**
 * Tells whether the file ends where a frame does. RFC 8878, sections 3.1.1 and 3.1.2.
 *
 * @returns `whole`, `cut`, or `more` where something else follows the last frame
 */
export async function endOfFrames(path: string): Promise<'whole' | 'cut' | 'more'> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    let at = 0;
    while (at < size) {
      const magic = await numberAt(handle, at, 4);
      if (magic === FRAME) at = await endOfFrame(handle, at, size);
      else if (isSkippable(magic)) at += 8 + (await numberAt(handle, at + 4, 4));
      else return 'more';
    }
    return at === size ? 'whole' : 'cut';
  } finally {
    await handle.close();
  }
}

/** Beyond the size where the frame is cut short. */
async function endOfFrame(handle: FileHandle, start: number, size: number): Promise<number> {
  const descriptor = await numberAt(handle, start + 4, 1);
  const single = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  const content = [single, 2, 4, 8][descriptor >> 6] as number;
  let at = start + 5 + (1 - single) + dictionary + content;
  for (let last = 0; last === 0;) {
    if (at + 3 > size) return size + 1;
    const block = await numberAt(handle, at, 3);
    last = block & 1;
    at += 3 + (((block >> 1) & 3) === 1 ? 1 : block >>> 3); // of a run, one byte is kept
  }
  return at + ((descriptor >> 2) & 1) * 4;
}

/** Little-endian; bytes beyond the end count as zero. */
async function numberAt(handle: FileHandle, at: number, bytes: number): Promise<number> {
  const { buffer } = await handle.read(Buffer.alloc(bytes), 0, bytes, at);
  return buffer.readUIntLE(0, bytes);
}
