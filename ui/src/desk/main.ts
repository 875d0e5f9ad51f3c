import { mount } from 'svelte';
import { pickDesk } from '../link/pick';
import { desk } from '../state/desk.svelte';
import { theme } from '../state/theme.svelte';
import '../style/all.css';
import './desk.css';
import Desk from './Desk.svelte';

theme.restore();
mount(Desk, { target: document.getElementById('app')! });
void pickDesk().then((link) => desk.open(link));
