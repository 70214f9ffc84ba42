// The place where people steer: what they start from, what they want, and the list that comes of it.
import type { JSX } from 'preact';
import { useStudio, useStart } from '../shell/studio-context.ts';
import { counted } from '../shell/words.ts';
import { useStore } from '../state/use-store.ts';
import { ActionBar } from './action-bar.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { ListPanel } from './list-panel.tsx';
import { TakenFor } from './taken-for.tsx';
import { useRecommendations } from './use-recommendations.ts';
import { useWishChange } from './use-wish-change.ts';
import { WishesPanel } from './wishes-panel.tsx';

export function Steer(): JSX.Element {
  const { steering: store, session } = useStudio();
  const { model, concepts } = useStart();
  const { current: steering } = useStore(store);
  const change = useWishChange();
  const recommendations = useRecommendations(steering, useStore(session).token);
  return (
    <>
      <h1 class="only-heard">Steer your recommendations</h1>
      {model.degraded && <p class="note">A newer model could not be used: the last good one answers.</p>}
      <div class="steer">
        <div class="column">
          <HistoryPanel steering={steering} />
          <TakenFor steering={steering} onChange={change} />
        </div>
        <div class="column">
          <ActionBar steering={steering} />
          <WishesPanel steering={steering} recommendations={recommendations} onChange={change} />
        </div>
        <ListPanel steering={steering} recommendations={recommendations} />
      </div>
      <footer class="faint">
        {counted(model.data.items, 'title')}, {counted(concepts.length, 'concept')} inside the model, data “
        {model.data.name}” · {model.modelVersion}
      </footer>
    </>
  );
}
