import { didYouMean, type Problem, warning } from '../../diagnostics/index.ts';
import { FORMAT_NAMES } from '../../ingest/formats/index.ts';
import { NAME_THE_FOLDER } from '../outward.ts';
import type { YamlPath } from '../problem-at.ts';
import type { BundledFile } from '../source-definitions.ts';
import { problemAtValue, type Sketch, type SourceEntry } from './rule.ts';

/**
 * Files that a source names are inside the project, and of their format. That one is missing is a warning: everything
 * but ingesting works without data.
 */
export function* sourceFilesAreInTheProject(sketch: Sketch): Iterable<Problem> {
  for (const source of sketch.sources) {
    for (const named of namedFiles(source)) yield* fileProblems(source, named, sketch);
  }
}

interface NamedFile {
  readonly path: YamlPath;
  readonly file: string;
  readonly format: string | undefined;
}

function namedFiles({ definition }: SourceEntry): readonly NamedFile[] {
  if (definition.connector === 'file') {
    return definition.tables.map(({ name, file, format }) => ({ path: ['tables', name, 'file'], file, format }));
  }
  if (definition.data.kind === 'live') return [];
  const { data } = definition;
  const beside = data.kind === 'vintages' && data.snapshot !== undefined ? bundledFiles('snapshot', data.snapshot) : [];
  return [...bundledFiles(data.kind, data), ...beside];
}

function bundledFiles(key: 'snapshot' | 'vintages', { file, provenance }: BundledFile): readonly NamedFile[] {
  const data = { path: [key, 'file'], file, format: 'parquet' };
  return provenance === undefined ? [data] : [data, { path: [key, 'provenance'], file: provenance, format: undefined }];
}

function* fileProblems(
  source: SourceEntry,
  { path, file, format }: NamedFile,
  { files, outward }: Sketch,
): Iterable<Problem> {
  if (file.startsWith('/') || file.startsWith('../')) {
    const message = `"${file}" is outside the project`;
    yield problemAtValue(source, path, {
      code: 'EWS1002',
      message,
      hint: 'copy it below sources/; paths are relative to this YAML',
    });
    return;
  }
  const link = outward.find((each) => file === each || file.startsWith(`${each}/`));
  if (link !== undefined) {
    yield problemAtValue(source, path, {
      code: 'EWS1016',
      message: `${file} lies outside the project, where the link ${link} leads`,
      hint: `copy it below sources/, ${NAME_THE_FOLDER}`,
    });
    return;
  }
  if (!files.has(file)) {
    const hint =
      didYouMean(file, files) ?? 'paths are relative to this YAML; dot-folders, dist and node_modules are not read';
    const message = `there is no file ${file}`;
    yield problemAtValue(source, path, warning('EWS1002', message, { hint }));
  }
  const said = FORMAT_NAMES.find((name) => file.toLowerCase().endsWith(`.${name}`));
  if (format !== undefined && said !== undefined && said !== format) {
    const message = `${file} should be ${format}, but its name says ${said}`;
    yield problemAtValue(source, path, { code: 'EWS1011', message });
  }
}

/** A series of the vintages is not looked for in the snapshot beside them: of one file the half would never be read. */
export function* vintagesAndSnapshotAreTwoFiles({ sources }: Sketch): Iterable<Problem> {
  for (const source of sources) {
    if (source.definition.connector !== 'fred' || source.definition.data.kind !== 'vintages') continue;
    const { file, snapshot } = source.definition.data;
    if (snapshot?.file !== file) continue;
    const message = `vintages and snapshot are one file, ${file}`;
    const hint =
      'remove the one that it is not: a snapshot has one value for each period, vintages every version of it';
    yield problemAtValue(source, ['snapshot', 'file'], { code: 'EWS1014', message, hint });
  }
}

/** A break is a first day with a new meaning: two on one day say the same twice. */
export function* breaksAreDistinct(sketch: Sketch): Iterable<Problem> {
  for (const source of sketch.sources) {
    const { definition } = source;
    const room = definition.connector === 'fred' ? 'series' : 'tables';
    const members = definition.connector === 'fred' ? definition.series : definition.tables;
    for (const { name, breaks } of members) {
      for (const [i, { date }] of breaks.entries()) {
        if (breaks.findIndex((other) => other.date === date) === i) continue;
        const message = `"${name}" has two breaks on ${date}`;
        yield problemAtValue(source, [room, name, 'breaks', i], {
          code: 'EWS1007',
          message,
          hint: 'join the two reasons in one',
        });
      }
    }
  }
}
