import { AT_ONCE } from './at-once.ts';
import { IN_FOLDERS } from './in-folders.ts';
import { IN_MODELS } from './in-models.ts';
import { IN_SQL } from './in-sql.ts';
import { IN_YAML } from './in-yaml.ts';
import type { Mistake } from './mistake.ts';

export const MISTAKES: readonly Mistake[] = [...IN_SQL, ...IN_YAML, ...IN_MODELS, ...IN_FOLDERS, ...AT_ONCE];
