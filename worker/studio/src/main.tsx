// Entry of the page.
import { render } from 'preact';
import { takeTokenFromAddress } from './session.ts';
import { Studio } from './studio.tsx';
import './studio.css';

takeTokenFromAddress(window);
const root = document.getElementById('studio');
if (root !== null) render(<Studio />, root);
