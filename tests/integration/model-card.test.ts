import { access, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { formatDay, formatLongDay, formatMonth } from '../../engine/figures/index.ts';
import { present } from '../../engine/presence/index.ts';
import { copyReference } from '../build/reference-project.ts';
import { openCardValidator } from '../cards/card-schema.ts';
import { violations } from './accessibility.ts';
import { chromiumMissing, openChromium } from './chromium.ts';
import { misfits, unfold } from './page-fit.ts';
import { ews } from './product.ts';

const missing = chromiumMissing();
if (missing !== undefined) console.warn(`the model cards are not opened: ${missing}`);

/** The cards, and the page on which the models of one label stand side by side. */
const PAGES = [
  'recession_12m.comparison',
  'recession_forest',
  'recession_logit',
  'recession_ml_forest',
  'recession_probit',
  'sahm_rule',
  'unemployment_12m',
];

/** What a card says first, in this order. */
const SAID = ['Predicts', 'Now', 'Record', 'Rests on', 'Limitations', 'Status'];

const NUMBERS = 'None One Two Three Four Five Six Seven Eight Nine Ten Eleven'.split(' ');

/** `August 1999` of a day in it. */
function formatLongMonth(day: Day): string {
  return formatLongDay(day).replace(/^\d+ /, '');
}

describe.skipIf(missing !== undefined)('the cards of the reference project', () => {
  let browser: Browser;
  let runs: string;
  let cards: string;
  /** The run after it, in which nothing changed. */
  let again: string;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    browser = await openChromium();
    const { root, lake } = await copyReference((clean) => cleanups.push(clean));
    runs = path.join(lake, 'runs');
    for (let build = 0; build < 2; build++) {
      const { code, stderr } = await ews(root, 'build');
      expect(code, stderr).toBe(0);
    }
    const drawn = (await readdir(runs, { recursive: true })).find((file) => file.endsWith('/histories.js'));
    cards = path.join(runs, path.dirname(String(drawn)), 'cards');
    again = String((await readdir(runs)).find((run) => path.join(runs, run, 'cards') !== cards));
  });

  afterAll(async () => {
    await browser?.close();
    for (const clean of cleanups) await clean();
  });

  it('are these', async () => {
    const pages = (await readdir(cards)).filter((name) => name.endsWith('.html'));
    expect(pages.toSorted()).toEqual(PAGES.map((name) => `${name}.html`));
  });

  it.each(PAGES.filter((name) => !name.endsWith('.comparison')))('%s follows the published schema', async (model) => {
    const document: unknown = JSON.parse(await readFile(path.join(cards, `${model}.json`), 'utf8'));
    expect(openCardValidator()(document)).toEqual([]);
  });

  /** The most bytes of a run in which nothing changed, of which its page is more than half. */
  const MOST_BYTES = 100_000;

  it('are written once: the run after it writes what is its own', async () => {
    const files = await readdir(path.join(runs, again));
    const sizes = await Promise.all(files.map(async (name) => (await stat(path.join(runs, again, name))).size));
    expect(files.toSorted()).toEqual([
      'events.jsonl',
      'index.html',
      'invocation.json',
      'manifest.json',
      'openlineage.jsonl',
      'run_results.json',
    ]);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  it.each([1280, 390])('its page shows their histories, %d px wide, and what derives from what', async (width) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const { href } = pathToFileURL(path.join(runs, again, 'index.html'));
    await page.goto(href);
    expect(asked).toEqual([href, pathToFileURL(path.join(path.dirname(cards), 'histories.js')).href]);
    expect(await page.textContent('body')).toContain(`Run ${again}.`);
    const figures = page.locator('figure.history');
    const first = await browser.newPage();
    onTestFinished(() => first.close());
    await first.goto(pathToFileURL(path.join(path.dirname(cards), 'index.html')).href);
    const drawn = await first.locator('figure.history').evaluateAll((all) => all.map((one) => one.outerHTML));
    expect(drawn).toHaveLength(6);
    expect(await figures.evaluateAll((all) => all.map((one) => one.outerHTML))).toEqual(drawn);
    const plot = page.locator('figure.history .plot:visible').first();
    await plot.hover();
    const readings = /^\d+ \w+ \d{4}, for [^:]+: /;
    expect(await page.locator('figure.history .reading').first().textContent()).toMatch(readings);
    await page.locator('.node[data-id="features.money"]').focus();
    const hot = await page.locator('.node.hot').evaluateAll((all) => all.map((one) => one.getAttribute('data-id')));
    expect(hot.toSorted()).toEqual(await linkedTo(path.join(runs, again), 'features.money'));
    await unfold(page);
    expect(await misfits(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });

  it('its page leads to them where no script runs', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(pathToFileURL(path.join(runs, again, 'index.html')).href);
    await page.locator('figure.history a').first().click();
    expect(page.url()).toBe(pathToFileURL(path.join(path.dirname(cards), 'index.html')).href);
    expect(await page.locator('figure.history svg').count()).toBeGreaterThan(5);
  });

  const ofVintages = PAGES.filter((name) => name !== 'recession_probit' && !name.endsWith('.comparison'));

  it.each(ofVintages)('%s: its owner says of how much of it was known what its data say', async (model) => {
    const { body, envelope } = JSON.parse(await readFile(path.join(cards, `${model}.json`), 'utf8'));
    const { series, of, from, through } = body.data.published;
    const known =
      of === 1 ? 'rate is as known' : `${NUMBERS[series]} of its ${NUMBERS[of]?.toLowerCase()} series are as known`;
    const said = `${known}.* from ${formatLongMonth(from)} to ${formatLongMonth(through)}`;
    expect(envelope.prose.limitations.join('\n')).toMatch(new RegExp(said));
  });

  const screens = [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ];

  describe.each(PAGES.filter((name) => !name.endsWith('.comparison')))('%s', (name) => {
    it.each(screens)('says in short, on $width by $height without scrolling, what it comes to', async (viewport) => {
      const page = await browser.newPage({ viewport });
      onTestFinished(() => page.close());
      await page.goto(pathToFileURL(path.join(cards, `${name}.html`)).href);
      const summary = page.locator('main > section').first().locator('dl');
      const box = present(await summary.boundingBox());
      expect(box.y + box.height).toBeLessThan(viewport.height);
      expect(await summary.locator('dt').allTextContents()).toEqual(SAID);
      const { body } = JSON.parse(await readFile(path.join(cards, `${name}.json`), 'utf8'));
      const text = present(await summary.textContent());
      expect(text).toContain(formatDay(body.latest.prediction.asOf));
      expect(text).toContain(formatMonth(body.latest.outcome.to));
      expect(text.match(/\[[^\]]*\]/g)?.length).toBeGreaterThan(1);
    });
  });

  const pages = ['index', 'lineage', ...PAGES.map((name) => `cards/${name}`)];
  const schemes = ['light', 'dark'] as const;

  describe.each(pages)('%s', (name) => {
    it.each(schemes.flatMap((scheme) => [1280, 390].map((width) => ({ scheme, width }))))(
      'in $scheme, $width px wide: accessible, nothing cut, asks for nothing',
      async ({ scheme, width }) => {
        const viewport = { width, height: 900 };
        const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: 'reduce' });
        onTestFinished(() => context.close());
        const page = await context.newPage();
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        const { href } = pathToFileURL(path.join(path.dirname(cards), `${name}.html`));
        await page.goto(href);
        if (name === 'lineage') await page.waitForFunction(() => performance.getEntriesByName('ready').length > 0);
        await unfold(page);
        expect(await misfits(page)).toEqual([]);
        expect(await violations(page)).toEqual([]);
        expect(asked).toEqual([href]);
      },
    );

    it('leads to the run, its lineage, and whatever stands beside it', async () => {
      const file = path.join(path.dirname(cards), `${name}.html`);
      const html = await readFile(file, 'utf8');
      const links = [...html.matchAll(/ href="([^"#]+)"/g)].map(([, href]) =>
        path.join(path.dirname(name), String(href)),
      );
      for (const link of links) await access(path.join(path.dirname(cards), link));
      for (const wanted of LEADS_TO[path.basename(name)] ?? ['index.html', 'lineage.html'])
        expect(links).toContain(wanted);
    });
  });
});

/** A node with all that it derives from and all that derives from it, by the inputs in the manifest; sources whole. */
async function linkedTo(run: string, node: string): Promise<readonly string[]> {
  const own = JSON.parse(await readFile(path.join(run, 'manifest.json'), 'utf8'));
  const held = path.join(path.dirname(run), own.tree.run, 'manifest.json');
  const { nodes } = JSON.parse(await readFile(held, 'utf8')) as {
    readonly nodes: Readonly<
      Record<string, { readonly components: { readonly inputs: Readonly<Record<string, string>> } }>
    >;
  };
  const shown = (id: string): string => id.replace(/^(fred|nber)\..*/, '$1');
  const edges = Object.entries(nodes)
    .filter(([id]) => !id.startsWith('tests.'))
    .flatMap(([id, { components }]) => Object.keys(components.inputs).map((from) => [shown(from), id] as const));
  const reach = (step: (edge: readonly [string, string]) => readonly [string, string]): ReadonlySet<string> => {
    const found = new Set([node]);
    for (const each of found) for (const [from, to] of edges.map(step)) if (from === each) found.add(to);
    return found;
  };
  return [...reach(([from, to]) => [from, to]), ...reach(([from, to]) => [to, from])]
    .filter((id, at, all) => all.indexOf(id) === at)
    .toSorted();
}

/** What a page links to, where it is more than the run and its lineage. */
const BESIDE = 'cards/recession_12m.comparison.html';
const ALL_CARDS = PAGES.map((name) => `cards/${name}.html`);
const LEADS_TO: Readonly<Record<string, readonly string[]>> = {
  index: ['lineage.html', ...ALL_CARDS],
  lineage: ['index.html'],
  recession_logit: ['index.html', 'lineage.html', BESIDE],
  recession_forest: ['index.html', 'lineage.html', BESIDE],
  'recession_12m.comparison': [
    'index.html',
    'lineage.html',
    'cards/recession_logit.html',
    'cards/recession_forest.html',
  ],
};
