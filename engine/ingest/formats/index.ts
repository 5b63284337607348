import { csv } from '../csv/format.ts';
import { parquet } from '../parquet/format.ts';
import type { FileFormat } from './format.ts';

/** Every format of a table's file, one line each, by the word in YAML, which its files end in too. */
export const FORMATS = {
  csv,
  parquet,
} as const satisfies Readonly<Record<string, FileFormat>>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];
