import { didYouMean, type Problem } from '../diagnostics/index.ts';
import { fileProblem, type StagedFile } from './staged-file.ts';

/**
 * Tells what is wrong with the names of a file's columns. Columns that nobody declares are not read, and so may have no
 * name; a name that stands twice, or twice but for its case, is refused even so: nobody can tell which of the two is
 * meant.
 */
export function headerFaults(
  file: StagedFile,
  present: readonly string[],
  wanted: readonly string[],
): readonly Problem[] {
  const named = present.filter((name) => name !== '');
  const first = new Map<string, string>();
  const twins = named.flatMap((name) => {
    const twin = first.get(name.toLowerCase());
    if (twin === undefined) first.set(name.toLowerCase(), name);
    return twin === undefined ? [] : [{ name, twin }];
  });
  const missing = wanted.filter((name) => !present.includes(name));
  return [
    ...twins.map(({ name, twin }) => {
      const what =
        name === twin
          ? `column "${shown(name)}" is there twice`
          : `columns "${shown(twin)}" and "${shown(name)}" differ in nothing but upper and lower case`;
      return fileProblem(file, 'EWS3004', what, 'rename one of the two');
    }),
    ...missing.map((name) => {
      const spaced = named.find((other) => other.trim() === name);
      const near =
        spaced === undefined
          ? didYouMean(name, named)
          : `"${shown(spaced)}" has spaces around it, or what looks like them`;
      const found = near ?? `the file has: ${listed(named)}`;
      const hint = `${found}; correct the header, or the columns that the source declares`;
      return fileProblem(file, 'EWS3004', `declared column "${name}" is not in the file`, hint);
    }),
  ];
}

const LISTED = 20;

function listed(names: readonly string[]): string {
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return `${names.slice(0, LISTED).map(shown).join(', ')}${more}`;
}

const SHOWN_CHARACTERS = 60;

/** A file may call a column by a megabyte. */
function shown(name: string): string {
  return name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}...` : name;
}
