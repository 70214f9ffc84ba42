// A signed-in person's presets: save what is set, load it again, change it, delete it.
import type { Preset } from '@trimtab/shared/presets.ts';
import type { Strengths } from '@trimtab/shared/steering.ts';
import { apart } from '@trimtab/shared/wishes.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, createPreset, deletePreset, getPresets, updatePreset } from './api.ts';
import { currentToken, signOut } from './session.ts';

interface PresetsProps {
  strengths: Strengths;
  onLoad: (strengths: Strengths) => void;
}

export function Presets({ strengths, onLoad }: PresetsProps): JSX.Element | null {
  const [isSignedIn, setSignedIn] = useState(currentToken() !== null);
  const [presets, setPresets] = useState<Preset[]>([]);
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const [message, setMessage] = useState('');

  /** Runs a change, reads the list again and says what happened; a token that is no longer good signs out. */
  async function change(act: () => Promise<string>): Promise<void> {
    try {
      setMessage(await act());
      setPresets(await getPresets());
    } catch (error) {
      setMessage(error instanceof Error ? error.message : String(error));
      if (!(error instanceof ApiError) || error.status !== 401) return;
      signOut();
      setSignedIn(false);
    }
  }

  useEffect(() => {
    if (isSignedIn) void change(() => Promise.resolve(''));
  }, []);

  if (!isSignedIn) return message === '' ? null : <p class="warning">{message}</p>;
  const preset = presets.find(({ id }) => id === chosen);
  const set = Object.fromEntries(Object.entries(strengths).filter(([, strength]) => strength !== 0));
  return (
    <div class="presets">
      <h3>Presets</h3>
      <div class="row">
        <select
          aria-label="Your presets"
          value={chosen}
          onChange={({ currentTarget }) => {
            setChosen(currentTarget.value);
            const picked = presets.find(({ id }) => id === currentTarget.value);
            if (picked !== undefined) onLoad(apart(picked.concepts).strengths);
          }}
        >
          <option value="">{presets.length === 0 ? 'None saved yet' : 'Load one…'}</option>
          {presets.map(({ id, name: label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
        <button
          disabled={preset === undefined}
          onClick={() =>
            preset &&
            change(
              async () =>
                `Saved “${(await updatePreset(preset, { name: preset.name, concepts: { ...apart(preset.concepts).wishes, ...set } })).name}”.`,
            )
          }
        >
          Update
        </button>
        <button
          disabled={preset === undefined}
          onClick={() =>
            preset &&
            change(async () => {
              await deletePreset(preset);
              setChosen('');
              return `Deleted “${preset.name}”.`;
            })
          }
        >
          Delete
        </button>
      </div>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void change(async () => {
            const saved = await createPreset({ name, concepts: set });
            setChosen(saved.id);
            setName('');
            return `Saved “${saved.name}”.`;
          });
        }}
      >
        <input
          aria-label="Name of a new preset"
          placeholder="New preset"
          maxLength={100}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <button disabled={name.trim() === ''}>Save as new</button>
      </form>
      <p class="faint" role="status">
        {message}
      </p>
    </div>
  );
}
