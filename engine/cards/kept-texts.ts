import { createHash } from 'node:crypto';

/** Texts that were made before. What finds one again is a digest of all that it follows from. */
export interface KeptTexts {
  /** Undefined where none is kept, or what is kept is damaged. */
  readonly find: (key: string) => string | undefined;
  readonly keep: (key: string, text: string) => void;
}

/** What is rendered for a run: nothing of it but the envelope's run and time differs between two runs that agree. */
interface Exported {
  readonly envelope: { readonly runId: string; readonly createdAt: string };
}

/** Ids and times that stand nowhere by chance, as commands make them; others are not looked for in a text. */
const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Stand for the run and its time in a text that is kept. No text that is rendered has a NUL. */
const RUN = '\0run\0';
const AT = '\0at\0';

/**
 * What `render` makes of a document, or made of it in a run of the same day: such a text is kept with blanks for run
 * and time, which are filled in. `form` names the renderer. It may use of the time the whole of it, or its day.
 */
export function renderedOnce<Document extends Exported>(
  kept: KeptTexts | undefined,
  form: string,
  document: Document,
  render: (document: Document) => string,
): string {
  const { envelope } = document;
  const { runId, createdAt } = envelope;
  const day = createdAt.slice(0, 10);
  const rest = JSON.stringify({ ...document, envelope: { ...envelope, runId: null, createdAt: day } });
  const isApart = RUN_ID.test(runId) && TIME.test(createdAt) && ![runId, createdAt].some((own) => rest.includes(own));
  if (kept === undefined || !isApart) return render(document);
  const key = keyOf(form, rest);
  const found = kept.find(key);
  if (found !== undefined) return found.replaceAll(RUN, runId).replaceAll(AT, createdAt);
  const text = render(document);
  if (!text.includes('\0')) kept.keep(key, text.replaceAll(runId, RUN).replaceAll(createdAt, AT));
  return text;
}

/** What is computed of plain data alone, or was before. `form` names the computation; the result is plain data too. */
export async function computedOnce<Result>(
  kept: KeptTexts | undefined,
  form: string,
  input: unknown,
  compute: () => Promise<Result>,
): Promise<Result> {
  if (kept === undefined) return compute();
  const key = keyOf(form, JSON.stringify(input));
  const found = kept.find(key);
  if (found !== undefined) return JSON.parse(found) as Result;
  const result = await compute();
  kept.keep(key, JSON.stringify(result));
  return result;
}

function keyOf(form: string, input: string): string {
  return createHash('sha256').update(`${form}\n${input}`).digest('hex');
}
