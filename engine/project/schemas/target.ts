import * as z from 'zod';
import { atLeast, listOf, mapping, name, oneOf, text } from './vocabulary.ts';

const MEMORY = 'an amount of memory such as 2GB';
const THREADS = 'auto or a whole number, at least 1';

export const targetSchema = mapping({
  target: name,
  description: text,
  store: z
    .discriminatedUnion(
      'kind',
      [mapping({ kind: z.literal('local'), path: text.default('.ews/lake') })],
      'a mapping such as { kind: local, path: .ews/lake }',
    )
    .prefault({ kind: 'local' }),
  resources: mapping({
    threads: z.union([z.literal('auto'), atLeast(1)], THREADS).default('auto'),
    memory: z
      .string(MEMORY)
      .regex(/^[1-9]\d*(\.\d+)? ?(MB|GB|TB|MiB|GiB|TiB)$/, MEMORY)
      .default('2GB'),
    node_timeout_seconds: atLeast(1, 'seconds').default(300),
  }).prefault({}),
  fred: oneOf('snapshot').default('snapshot'),
  environment: name.default('main'),
  postures: listOf(text, 'a list of postures').default([]),
});

export type TargetShape = z.output<typeof targetSchema>;
