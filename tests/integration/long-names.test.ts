import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { collectCard } from '../../engine/cards/collect-card.ts';
import { renderCardHtml } from '../../engine/cards/render-html.ts';
import { smallEnvelope, smallInput } from '../../engine/cards/small-card.fixture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { renderRunPage } from '../../engine/report/run-page/render-run-page.ts';
import { smallPage } from '../../engine/report/run-page/run-page.fixture.ts';
import { violations } from './accessibility.ts';
import { chromiumMissing, openChromium } from './chromium.ts';
import { misfits, unfold } from './page-fit.ts';

const missing = chromiumMissing();
if (missing !== undefined) console.warn(`pages with long names are not opened: ${missing}`);

const NAMES = [
  'systemic_banking_crisis_as_declared_by_the_committee_of_supervisors',
  'Verbraucherpreisindexveraenderungsratenueberschreitung_im_Euroraum',
  'WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW',
  '国際収支危機と通貨危機と銀行危機が同時に起こる月であるかどうか',
];

function cardOf(event: string): string {
  return renderCardHtml(collectCard({ ...smallInput, label: { ...smallInput.label, event } }), smallEnvelope);
}

function runPageOf(event: string): string {
  const models = smallPage.models.map((model) => ({ ...model, eventName: event.replaceAll('_', ' ') }));
  return renderRunPage({ ...smallPage, models });
}

describe.skipIf(missing !== undefined)('an event with a long name', () => {
  let browser: Awaited<ReturnType<typeof openChromium>>;

  beforeAll(async () => {
    browser = await openChromium();
  });

  afterAll(() => browser?.close());

  const pages = NAMES.flatMap((name) => [
    { name, kind: 'card', html: cardOf(`business_cycle.${name}`) },
    { name, kind: 'run page', html: runPageOf(name) },
  ]);

  it.each(pages)('$name: nothing of the $kind is cut, and its legends have all of it', async ({ name, html }) => {
    const file = path.join(await temporaryFolder(onTestFinished), 'page.html');
    await writeFile(file, html);
    for (const width of [390, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 844 } });
      onTestFinished(() => page.close());
      await page.goto(pathToFileURL(file).href);
      await unfold(page);
      expect((await misfits(page)).join('\n')).toBe('');
      expect(await violations(page)).toEqual([]);
      const legends = await page.evaluate(() =>
        [...document.querySelectorAll('svg.chart')]
          .filter((svg) => svg.getClientRects().length > 0 && svg.querySelector('rect.event') !== null)
          .map((svg) => [...svg.querySelectorAll('text')].map((text) => text.textContent).join('')),
      );
      expect(legends.length).toBeGreaterThan(0);
      const words = name.replaceAll('_', '');
      for (const legend of legends) expect(legend.replaceAll(' ', '')).toContain(words);
    }
  });
});
