// Strengths and methods: how the model is moved, for those who want to see what a wish leaves to it.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStart, useStudio } from '../shell/studio-context.ts';
import { METHOD_LABELS, METHOD_NAMES } from '../state/method-names.ts';
import { isStrength, refusalOf, withWish, type Steering } from '../state/steering.ts';
import { Slider } from './slider.tsx';

export function Advanced({ steering }: { steering: Steering }): JSX.Element {
  const [isOpen, setOpen] = useState(Object.values(steering.wishes).some(isStrength));
  return (
    <details class="advanced" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Advanced: strengths and methods</summary>
      {isOpen && <Strengths steering={steering} />}
    </details>
  );
}

function Strengths({ steering }: { steering: Steering }): JSX.Element {
  const { steering: store, announcer } = useStudio();
  const { concepts } = useStart();
  const set = Object.entries(steering.wishes).flatMap(([id, wish]) => (isStrength(wish) ? id : []));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const shown = concepts.filter(({ id }) => set.includes(id) || chosen.includes(id));
  const change = (concept: string, strength: number, isStep: boolean): void => {
    const { wishes } = store.current;
    const refusal = refusalOf(wishes, concept, strength);
    if (refusal !== null) return announcer.say(refusal);
    store.change({ wishes: withWish(wishes, concept, strength) }, { isStep });
  };
  return (
    <>
      <p class="faint">
        A strength moves the model, and the list follows as far as it does. It needs at least one title to
        start from. On the band the list is known to fit the person still.
      </p>
      <label class="field">
        <span>Method</span>
        <select
          value={steering.method}
          onChange={({ currentTarget }) => {
            const method = METHOD_NAMES.find((name) => name === currentTarget.value);
            if (method !== undefined) store.change({ method });
          }}
        >
          {METHOD_NAMES.map((name) => (
            <option key={name} value={name}>
              {METHOD_LABELS[name]}
            </option>
          ))}
        </select>
      </label>
      {shown.map((concept) => {
        const wish = steering.wishes[concept.id];
        return (
          <Slider
            key={concept.id}
            concept={concept}
            strength={typeof wish === 'number' ? wish : 0}
            onChange={(strength, isStep) => change(concept.id, strength, isStep)}
          />
        );
      })}
      <label class="field">
        <span>Set a strength for</span>
        <select value="" onChange={({ currentTarget }) => setChosen([...chosen, currentTarget.value])}>
          <option value="" disabled>
            Choose a concept
          </option>
          {concepts
            .filter((concept) => !shown.includes(concept))
            .map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
        </select>
      </label>
    </>
  );
}
