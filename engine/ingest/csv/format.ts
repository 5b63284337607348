import type { FileFormat } from '../formats/format.ts';

export const csv: FileFormat = {
  hasDialect: true,
  async load() {
    return (await import('./procedures.ts')).csvFiles;
  },
};
