// A room is entered by its index.ts, which hands on what its modules have. Whoever is bundled through such a face takes
// all of the room along: so each name is imported from the module that defines it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const IMPORTED = /^import \{([^}]*)\} from '(\.[^']*\/index\.js)';$/gm;
const HANDED_ON = /^export \{([^}]*)\} from '(\.[^']*)';$/gm;

/** Rooms that all programs load whole: each file more is a file to look for. */
const WHOLE =
  /^(?:bitemporal|calendar|diagnostics|figures|folders|ids|jobs|limits|numerics|presence|project|standing|warehouse)$/;

/** What faces hand on: where each name is from, and what it is called there; undefined for what is no mere face. */
const FACES = new Map();

/** The text of a compiled module that lies in `file`; what it imports of faces is imported from where it is defined. */
export function importedDirectly(text, file) {
  return text.replaceAll(IMPORTED, (whole, names, to) => {
    const face = path.resolve(path.dirname(file), to);
    if (WHOLE.test(path.basename(path.dirname(face)))) return whole;
    // All on the line on which they were: source maps count lines.
    const lines = namesIn(names).map(({ from, to }) => {
      const found = definedIn(face, from);
      return found && `import { ${found.name} as ${to} } from '${relative(file, found.module)}';`;
    });
    return lines.includes(undefined) ? whole : lines.join(' ');
  });
}

/** The module that defines a name of a face, and its name there. */
function definedIn(face, name) {
  const found = facesOf(face)?.get(name);
  if (found === undefined) return undefined;
  return path.basename(found.module) === 'index.js' ? (definedIn(found.module, found.name) ?? found) : found;
}

function facesOf(face) {
  if (!FACES.has(face)) FACES.set(face, readFace(face));
  return FACES.get(face);
}

function readFace(face) {
  if (!existsSync(face)) return undefined;
  const text = readFileSync(face, 'utf8');
  // What does something of its own when it is loaded has to be loaded.
  const rest = text.replaceAll(HANDED_ON, '').replaceAll(/^\/\/.*$|^\/\*\*?[\s\S]*?\*\/$/gm, '');
  if (rest.trim() !== '') return undefined;
  const entries = [...text.matchAll(HANDED_ON)].flatMap(([, names, module]) =>
    namesIn(names).map(({ from, to }) => [to, { name: from, module: path.resolve(path.dirname(face), module) }]),
  );
  return new Map(entries);
}

function namesIn(names) {
  const all = names.split(',').map((each) => each.trim());
  return all.filter(Boolean).map((each) => {
    const [from, to = from] = each.split(/ as /);
    return { from, to };
  });
}

function relative(file, module) {
  const found = path.relative(path.dirname(file), module).replaceAll(path.sep, '/');
  return found.startsWith('.') ? found : `./${found}`;
}
