import type { ProblemCode } from '../../../engine/diagnostics/index.ts';

/** A mistake that makes one problem: what stands between « and » is what must be underlined. */
export interface PlantedFault {
  readonly code: ProblemCode;
  readonly what: string;
  /** Files of its own, or its lines in a file that several faults share. */
  readonly files?: Readonly<Record<string, string>>;
  readonly lines?: readonly SharedLine[];
  /** A place that the fault does not write itself: the first of this text in a file of the project. */
  readonly toldAt?: { readonly file: string; readonly text: string };
}

/** A line at one of the places of a file that several faults share. */
export interface SharedLine {
  readonly at: string;
  readonly text: string;
}

/** Where a problem must stand. */
export interface PlantedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A text without its marks, and what they were around. */
export function withoutMarks(
  file: string,
  marked: string,
): { readonly text: string; readonly places: readonly PlantedPlace[] } {
  const places: PlantedPlace[] = [];
  let text = '';
  for (const [i, part] of marked.split(/[«»]/).entries()) {
    if (i % 2 === 1) {
      const before = text.split('\n');
      const [line, column] = [before.length, (before.at(-1) as string).length + 1];
      places.push({ file, line, column });
    }
    text += part;
  }
  return { text, places };
}
