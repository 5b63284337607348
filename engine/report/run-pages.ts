import type { PageFacts } from '../run/index.ts';
import { lineagePageData, renderLineagePage } from './lineage-page/index.ts';
import { renderRunPage, runPageData } from './run-page/index.ts';

/** The pages of a run by file name; they link to each other and to the cards beside them. */
export async function renderRunPages(facts: PageFacts): Promise<ReadonlyMap<string, string>> {
  const lineage = lineagePageData({
    project: facts.graph.definitions.config.name,
    origin: `run ${facts.result.run}`,
    isBesideRun: true,
    focus: null,
    stages: facts.stages,
    definitions: facts.definitions,
  });
  return new Map([
    ['index.html', renderRunPage(runPageData(facts))],
    ['lineage.html', await renderLineagePage(lineage, facts.keptTexts)],
  ]);
}
