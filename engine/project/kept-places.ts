import { createHash } from 'node:crypto';
import type { Span, TextFile } from '../diagnostics/index.ts';
import { exactJson, type KeptStates } from './kept-states.ts';

/** Places in files that somebody asked for, by a digest of path and text, and by what was asked. */
type Places = Map<string, Map<string, Span>>;

type PlainPlaces = readonly (readonly [file: string, places: readonly (readonly [asked: string, span: Span])[]])[];

/** More than these are not kept from one command to the next. */
const MOST = 20_000;

/**
 * Where things stand in YAML, as far as it was asked for: to find a place its file is parsed once more, by a package
 * that takes a tenth of a second to load. A run asks for the same places as the one before.
 */
const FOUND: Places = new Map();
let isNew = false;
let kept: { readonly states: KeptStates; readonly root: string } | undefined;

/** From now on places are looked up among those that were kept of the project in `root`, before a file is parsed. */
export function rememberPlaces(states: KeptStates, root: string): void {
  kept = { states, root };
}

/** The place that was found before of the same text, or is found now. */
export function knownPlace(file: TextFile, asked: string, find: () => Span): Span {
  const places = placesOf(file);
  const known = places.get(asked);
  if (known !== undefined) return known;
  const span = find();
  places.set(asked, span);
  isNew = true;
  return span;
}

/** Keeps what was asked for, if any of it was not known. */
export function keepPlaces(): void {
  if (kept === undefined || !isNew) return;
  const all: [string, [string, Span][]][] = [];
  let count = 0;
  for (const [file, places] of FOUND) {
    count += places.size;
    if (count > MOST) break;
    all.push([file, [...places]]);
  }
  const head = exactJson(all satisfies PlainPlaces);
  if (head !== undefined) kept.states.keep('places', kept.root, { head, records: [] });
  isNew = false;
}

const DIGESTS = new WeakMap<TextFile, string>();

function placesOf(file: TextFile): Map<string, Span> {
  load();
  const digest = DIGESTS.get(file) ?? createHash('sha256').update(`${file.path}\0${file.text}`).digest('base64url');
  DIGESTS.set(file, digest);
  const known = FOUND.get(digest);
  if (known !== undefined) return known;
  const places = new Map<string, Span>();
  FOUND.set(digest, places);
  return places;
}

let loaded: KeptStates | undefined;

/** What was kept is read when somebody asks for the first place. */
function load(): void {
  if (kept === undefined || loaded === kept.states) return;
  loaded = kept.states;
  const head = kept.states.find('places', kept.root)?.head as PlainPlaces | undefined;
  for (const [file, places] of head ?? []) {
    const found = FOUND.get(file) ?? new Map<string, Span>();
    for (const [asked, span] of places) found.set(asked, Object.freeze(span));
    FOUND.set(file, found);
  }
}
