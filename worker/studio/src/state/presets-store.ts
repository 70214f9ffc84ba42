// A person's presets as this tab knows them: read once, and changed by what this tab does.
import { NO_PREFERENCES, type Preferences } from '@trimtab/shared/me.ts';
import type { Preset, PresetInput } from '@trimtab/shared/presets.ts';
import type { TrimtabClient } from '../../../../client/index.ts';
import { keyFor, forgetKey } from './once.ts';
import type { Session } from './session.ts';

export class PresetsStore {
  readonly #trimtab: TrimtabClient;
  readonly #session: Session;
  readonly #listeners = new Set<() => void>();
  #presets: readonly Preset[] | null = null;
  #preferences: Preferences = NO_PREFERENCES;
  #readFor: string | null = null;
  /** Deleted on the page, and soon in fact. */
  readonly #leaving = new Map<string, { timer: ReturnType<typeof setTimeout>; preset: Preset }>();

  constructor(trimtab: TrimtabClient, session: Session) {
    this.#trimtab = trimtab;
    this.#session = session;
  }

  /** Last changed first; null before they are read, and for who is not signed in. */
  get presets(): readonly Preset[] | null {
    if (this.#session.token === null || this.#readFor !== this.#session.token) return null;
    return this.#presets?.filter(({ id }) => !this.#leaving.has(id)) ?? null;
  }

  get defaultId(): string | null {
    return this.#preferences.defaultPresetId;
  }

  /** The default again, when the one that holds now ends. */
  get nextDefault(): Preset | undefined {
    return this.find(this.#preferences.nextDefaultPresetId);
  }

  get leaving(): Preset[] {
    return [...this.#leaving.values()].map(({ preset }) => preset);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  find(id: string | null): Preset | undefined {
    return this.presets?.find((preset) => preset.id === id);
  }

  async read(): Promise<void> {
    const { token } = this.#session;
    if (token === null) return;
    const [{ presets }, preferences] = await Promise.all([
      this.#trimtab.presets.get(),
      this.#trimtab.me.preferences.get(),
    ]);
    this.#preferences = preferences;
    this.#readFor = token;
    this.#set(presets);
  }

  /** Saved once, however often it is asked for with the same content. */
  async create(input: PresetInput): Promise<Preset> {
    const content = `create ${JSON.stringify(input)}`;
    const saved = await this.#trimtab.presets.post({ json: input }, { idempotencyKey: keyFor(content) });
    forgetKey(content);
    this.take(saved);
    return saved;
  }

  /** @throws TrimtabError 412 when another tab was faster */
  async update({ id, revision }: Pick<Preset, 'id' | 'revision'>, input: PresetInput): Promise<Preset> {
    const content = `update ${id} ${revision} ${JSON.stringify(input)}`;
    const saved = await this.#trimtab.presets[':id'].put(
      { param: { id }, header: { 'if-match': `"${revision}"` }, json: input },
      { idempotencyKey: keyFor(content) },
    );
    forgetKey(content);
    this.take(saved);
    return saved;
  }

  async choose(id: string | null): Promise<void> {
    const { profiling } = await this.#trimtab.me.preferences.get();
    this.#preferences = await this.#trimtab.me.preferences.put({ json: { profiling, defaultPresetId: id } });
    this.#tell();
  }

  /** What the server says of one preset takes the place of what was known. */
  take(preset: Preset): void {
    this.#readFor ??= this.#session.token;
    this.#set([preset, ...(this.#presets ?? []).filter(({ id }) => id !== preset.id)]);
  }

  /** Gone from the page at once, and from the service when nobody has taken it back for so long. */
  leave(preset: Preset, milliseconds: number, onError: (error: unknown) => void): void {
    const timer = setTimeout(() => this.#delete(preset).catch(onError), milliseconds);
    this.#leaving.set(preset.id, { timer, preset });
    this.#tell();
  }

  takeBack(id: string): void {
    clearTimeout(this.#leaving.get(id)?.timer);
    this.#leaving.delete(id);
    this.#tell();
  }

  /** The page is being left: what is deleted is deleted now, though no answer will be heard. */
  deleteNow(): void {
    for (const { timer, preset } of this.#leaving.values()) {
      clearTimeout(timer);
      void fetch(`/v1/presets/${preset.id}`, {
        method: 'DELETE',
        keepalive: true,
        headers: { authorization: `Bearer ${this.#session.token}` },
      });
    }
  }

  async #delete(preset: Preset): Promise<void> {
    try {
      await this.#trimtab.presets[':id'].delete({ param: { id: preset.id } });
      this.#set((this.#presets ?? []).filter(({ id }) => id !== preset.id));
      this.#preferences = await this.#trimtab.me.preferences.get();
    } finally {
      // Where it failed, the preset is back on the page.
      this.#leaving.delete(preset.id);
      this.#tell();
    }
  }

  #set(presets: readonly Preset[]): void {
    this.#presets = presets;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
