import type { FileFormat } from '../formats/format.ts';
import { DEFAULT_DIALECT } from './dialect.ts';

export const csv: FileFormat = {
  hasDialect: true,
  async load() {
    const { stageCsv } = await import('./stage-csv.ts');
    return async (warehouse, file, wanted) => {
      await stageCsv(warehouse, { ...file, dialect: file.dialect ?? DEFAULT_DIALECT }, wanted);
      return wanted.map(() => 'VARCHAR');
    };
  },
};
