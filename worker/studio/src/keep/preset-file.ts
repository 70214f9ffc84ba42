// A file of presets, read and written on the person's own machine.
import type { PresetFile } from '@trimtab/shared/presets.ts';

/** @throws Error when it is no file of presets; the API checks what is in it */
export function presetFileOf(text: string): PresetFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error('That is no file of presets: it is not JSON.');
  }
  if (!isPresetFile(content))
    throw new Error('That is no file of presets: it lacks "format": "trimtab-presets".');
  return content;
}

const isPresetFile = (content: unknown): content is PresetFile =>
  typeof content === 'object' &&
  content !== null &&
  'format' in content &&
  content.format === 'trimtab-presets';

export function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
