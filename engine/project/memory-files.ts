import type { ProjectFiles } from './project-files.ts';

/** A project held in memory: path to text. */
export function memoryFiles(texts: Readonly<Record<string, string>>): ProjectFiles {
  return {
    list: async () => Object.keys(texts),
    readText: async (path) => {
      const text = texts[path];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
  };
}
