export { type Agents, openAgents } from './proxied-agents.ts';
export { openFetch } from './proxied-fetch.ts';
