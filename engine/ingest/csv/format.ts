import type { FileFormat } from '../formats/format.ts';
import { DEFAULT_DIALECT } from './dialect.ts';

export const csv: FileFormat = {
  hasDialect: true,
  async load() {
    const { loadCsv } = await import('./load-csv.ts');
    return async (warehouse, file, wanted) => {
      await loadCsv(warehouse, { ...file, dialect: file.dialect ?? DEFAULT_DIALECT }, wanted);
      return wanted.map(() => 'VARCHAR');
    };
  },
};
