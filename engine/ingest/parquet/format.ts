import type { FileFormat } from '../formats/format.ts';

export const parquet: FileFormat = {
  hasDialect: false,
  async load() {
    return (await import('./load-parquet.ts')).parquetFiles;
  },
};
