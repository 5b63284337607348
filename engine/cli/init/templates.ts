import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CONFIG_FILE } from '../../project/index.ts';
import type { PlannedFile } from './planned-file.ts';

/** Where the package lies: `#package` is its package.json. */
const PACKAGE = path.dirname(createRequire(import.meta.url).resolve('#package'));

interface Template {
  /** Relative to the package. */
  readonly folder: string;
  /** Files and folders of it that make up the project. */
  readonly parts: readonly string[];
  /** Whether the new project is called by its folder, or as the template is. */
  readonly isRenamed: boolean;
}

/** What a new project may begin as. The second is the reference project itself, which is part of the package. */
const TEMPLATES = {
  starter: {
    folder: 'templates/starter',
    parts: [CONFIG_FILE, 'README.md', 'sources', 'features', 'models'],
    isRenamed: true,
  },
  'us-recession': {
    folder: '.',
    parts: [CONFIG_FILE, 'sources', 'features', 'models', 'targets'],
    isRenamed: false,
  },
} as const satisfies Readonly<Record<string, Template>>;

type TemplateName = keyof typeof TEMPLATES;

export function isTemplate(name: string): name is TemplateName {
  return Object.hasOwn(TEMPLATES, name);
}

export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as readonly TemplateName[];

export const DEFAULT_TEMPLATE: TemplateName = 'starter';

/** The files of a template, in the order of their paths. */
export function templateFiles(template: TemplateName, projectName: string): readonly PlannedFile[] {
  const { folder, parts, isRenamed }: Template = TEMPLATES[template];
  const root = path.join(PACKAGE, folder);
  return parts
    .flatMap((part) => filesBelow(root, part))
    .toSorted()
    .map((file) => {
      const bytesOf = path.join(root, file);
      if (file !== CONFIG_FILE || !isRenamed) return { path: file, content: { bytesOf } };
      return {
        path: file,
        content: { text: readFileSync(bytesOf, 'utf8').replace(/^name: .*$/m, `name: ${projectName}`) },
      };
    });
}

function filesBelow(root: string, part: string): readonly string[] {
  if (part.includes('.')) return [part];
  return readdirSync(path.join(root, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}
