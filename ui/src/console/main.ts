import { mount } from 'svelte';
import { pick } from '../link/pick';
import { stage } from '../state/stage.svelte';
import { theme } from '../state/theme.svelte';
import '../style/all.css';
import Console from './Console.svelte';

theme.restore();
mount(Console, { target: document.getElementById('app')! });
void pick().then((link) => stage.open(link, 'console'));
