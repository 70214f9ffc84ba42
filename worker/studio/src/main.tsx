// Entry of the page.
import { render } from 'preact';
import { App } from './app.tsx';
import { createStudio } from './shell/studio-context.ts';
import '@trimtab/shared/views/colours.css';
import './shell/base.css';
import './steer/steer.css';
import './keep/keep.css';

const root = document.getElementById('studio');
if (root !== null) render(<App studio={createStudio(window)} />, root);
