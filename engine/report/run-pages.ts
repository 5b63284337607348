import type { PageFacts } from '../run/index.ts';
import { lineagePageData, renderLineagePage } from './lineage-page/index.ts';
import { HISTORIES_FILE, historiesFile, renderRunPage, runPageData } from './run-page/index.ts';

/**
 * The pages of a run by file name; they link to each other and to the cards beside them. Of a run that names the
 * documents of another its own page alone: the others are that one's.
 */
export async function renderRunPages(facts: PageFacts): Promise<ReadonlyMap<string, string>> {
  const data = runPageData(facts);
  const page = ['index.html', renderRunPage(data)] as const;
  if (data.documentsOf !== null) return new Map([page]);
  const lineage = lineagePageData({
    project: facts.graph.definitions.config.name,
    origin: `run ${facts.result.run}`,
    isBesideRun: true,
    focus: null,
    ...facts.lineage(),
  });
  return new Map([
    page,
    ['lineage.html', await renderLineagePage(lineage, facts.keptTexts)],
    [HISTORIES_FILE, historiesFile(data.models)],
  ]);
}
