import { schedule } from '../engine/run/scheduler.ts';
import { select } from '../engine/plan/index.ts';
for (const n of [1000, 4000, 16000]) {
  const jobs = Array.from({ length: n }, (_, i) => ({ id: i, after: i === 0 ? [] : i % 8 === 0 ? [Math.floor(i / 8)] : [i - (i % 8)], run: async () => i }));
  let b = performance.now(); await schedule(jobs, 2); console.log('chain', n, (performance.now() - b).toFixed(0));
  // all wait for one slow job that is last to start
  const wide = [{ id: -1, after: [], run: async () => 0 }, ...Array.from({ length: n }, (_, i) => ({ id: i, after: [i < n - 1 ? i + 1 : -1], run: async () => 0 }))];
  b = performance.now(); await schedule(wide, 2); console.log('reverse', n, (performance.now() - b).toFixed(0));
}
for (const d of [8, 16, 20]) {
  const nodes = new Map<string, any>(); let prev = 's';
  nodes.set('s', { id: 's', name: 's', kind: 'source', inputs: [], tags: [] });
  for (let i = 0; i < d; i++) { for (const x of ['a', 'b']) nodes.set(x + i, { id: x + i, name: x + i, kind: 'feature', inputs: [prev], tags: [] }); prev = 'c' + i; nodes.set(prev, { id: prev, name: prev, kind: 'feature', inputs: ['a' + i, 'b' + i], tags: [] }); }
  let b = performance.now(); const s = select({ nodes } as any, ['s+']); console.log('diamonds', d, s.size, (performance.now() - b).toFixed(0));
}
for (const n of [4000, 16000]) {
  const nodes = new Map<string, any>([['s', { id: 's', name: 's', kind: 'source', inputs: [], tags: [] }]]);
  for (let i = 0; i < n; i++) nodes.set('g' + i, { id: 'g' + i, name: 'g' + i, kind: 'feature', inputs: ['s'], tags: [] });
  const b = performance.now(); const s = select({ nodes } as any, ['s+']); console.log('fan', n, s.size, (performance.now() - b).toFixed(0));
}
