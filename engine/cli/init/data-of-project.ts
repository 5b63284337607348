import type { Day } from '../../calendar/index.ts';
import type { FoundTable } from './look/found-table.ts';

/** What a new project is made of. */
export interface DataOfProject {
  readonly table: FoundTable;
  /** Of the project, and of the table with its group. */
  readonly names: { readonly project: string; readonly table: string };
  /** The file, relative to the project: where it is, or where it is copied to. */
  readonly file: string;
  /** The file to be copied; undefined where it lies in the project. */
  readonly copiedFrom: string | undefined;
  readonly today: Day;
}
