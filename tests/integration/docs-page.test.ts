import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import { largeCatalogue } from '../../engine/report/docs-page/docs-page.fixture.ts';
import { type DocsPageData, renderDocsPage } from '../../engine/report/docs-page/index.ts';
import { violations } from './accessibility.ts';
import { chromiumMissing, openChromium } from './chromium.ts';
import { documentedProject, HOSTILE, KEY } from './documented-project.ts';
import { misfits, unfold } from './page-fit.ts';
import { ews } from './product.ts';

const missing = chromiumMissing();
if (missing !== undefined) console.warn(`the page of the catalogue is not opened: ${missing}`);

/** What a page of 2,000 groups may weigh. */
const MOST_BYTES = 15_000_000;

describe.skipIf(missing !== undefined)('the page of the catalogue', () => {
  let browser: Browser;
  let root: string;
  let folder: string;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    browser = await openChromium();
    folder = await mkdtemp(path.join(tmpdir(), 'ews-docs-'));
    root = await documentedProject((clean) => cleanups.push(clean));
    const { code, stderr } = await ews(root, 'docs', '--output', path.join(root, 'page.html'));
    expect(code, stderr).toBe(0);
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
    for (const clean of cleanups) await clean();
  });

  interface Viewed {
    readonly width?: number;
    readonly colorScheme?: 'light' | 'dark';
    readonly file?: string;
  }

  /** Opens a page that may ask for nothing; what it asks for or complains about fails the test. */
  async function open(entry = '', { width = 1280, colorScheme = 'light', file }: Viewed = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const { href } = pathToFileURL(file ?? path.join(root, 'page.html'));
    await page.goto(entry === '' ? href : `${href}#${encodeURIComponent(entry)}`);
    await page.waitForFunction(() => performance.getEntriesByName('ready').length > 0);
    onTestFinished(() => {
      expect(asked).toEqual([href]);
      expect(complaints).toEqual([]);
    });
    return page;
  }

  describe.each([1280, 390])('at %i pixels', (width) => {
    describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
      it.each([
        '',
        'features.doubled',
        'features.ratio',
        'labels.crisis_ahead',
        'models.crisis_probit',
        'rates.long',
        'lib.twice',
        'nothing',
      ])('fits, and axe finds nothing: %s', async (entry) => {
        const page = await open(entry, { width, colorScheme });
        await unfold(page);
        expect(await misfits(page)).toEqual([]);
        expect(await violations(page)).toEqual([]);
      });
    });
  });

  it.each([
    ['doubled', 'features.doubled', 'twice the ratio'],
    ['RATIO percent', 'features.ratio', 'column: ratio'],
    ['risk@example.org', 'models.crisis_probit', 'owner: risk@example.org'],
    ['weekly_tag', 'features.ratio', 'tag: weekly_tag'],
    ['two of it', 'lib.twice', 'Two of it'],
  ])('finds %s', async (text, id, about) => {
    const page = await open();
    await page.keyboard.press('/');
    await page.keyboard.type(text);
    const first = page.locator('#found a').first();
    await expect.poll(() => first.locator('.name').textContent()).toBe(id);
    expect(await first.locator('.about').textContent()).toContain(about);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('main h2').textContent()).toBe(id);
  });

  it('says what is not found, and all of it again', async () => {
    const page = await open();
    const all = await page.locator('#found li').count();
    await page.locator('#search').fill('no such thing at all');
    expect(await page.locator('#said').textContent()).toBe('Nothing is found.');
    await page.keyboard.press('Escape');
    expect(await page.locator('#found li').count()).toBe(all);
    await page.getByRole('button', { name: /^Models/ }).click();
    expect(await page.locator('#found .name').allTextContents()).toEqual(['models.crisis_probit']);
  });

  it('says of which run, environment and data it is', async () => {
    const page = await open();
    const { run } = JSON.parse((await ews(root, 'docs', '--output', path.join(folder, 'a.html'), '--json')).stdout)
      .result as { readonly run: string };
    expect(await page.locator('.bar p').textContent()).toContain(`run ${run}`);
    const facts = await page.locator('main').innerText();
    for (const said of [run, 'main', 'ews build', 'bank.loans', '#1']) expect(facts).toContain(said);
  });

  it('leads from a query to the function that it calls and back, and along the lineage', async () => {
    const page = await open('features.doubled');
    await page.locator('.source a', { hasText: 'lib.twice' }).click();
    await expect.poll(() => page.locator('main h2').textContent()).toBe('lib.twice');
    await page.getByRole('link', { name: 'features.doubled' }).last().click();
    await expect.poll(() => page.locator('main h2').textContent()).toBe('features.doubled');
    await page.locator('.ends a', { hasText: 'features.ratio' }).click();
    await expect.poll(() => page.locator('main h2').textContent()).toBe('features.ratio');
    expect(await page.locator('.ends').innerText()).toMatch(/rates\.long[\s\S]*rates\.short[\s\S]*features\.doubled/);
  });

  it('tells columns with unit and the last result of their tests, and leads to card and run', async () => {
    const page = await open('features.ratio');
    const row = page.locator('tr', { has: page.locator('th', { hasText: /^ratio$/ }) });
    expect(await row.innerText()).toMatch(/double\s+percent\s+Long rate over the short one\s+not null: pass/);
    expect(await row.innerText()).toContain('at most 0 (warns): warn, 120 rows');
    const model = await open('models.crisis_probit');
    for (const name of ['Card', 'Lineage of columns']) {
      const href = await model.getByRole('link', { name, exact: true }).getAttribute('href');
      const file = new URL(String(href), pathToFileURL(path.join(root, 'page.html')));
      expect((await readFile(file)).length).toBeGreaterThan(1000);
    }
  });

  it('takes every word of a definition for text', async () => {
    const page = await open('features.ratio');
    expect(await page.locator('main .about').textContent()).toBe(HOSTILE);
    expect(await page.locator('main img, main b, main script').count()).toBe(0);
    expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
  });

  it('holds no secret that somebody wrote into a query', async () => {
    const text = await readFile(path.join(root, 'page.html'), 'utf8');
    expect(text).not.toContain(KEY);
    const page = await open('features.ratio');
    expect(await page.locator('.source').first().innerText()).toContain('Once asked with ***');
    expect(await page.locator('.source .comment a').count()).toBe(0);
  });

  it('has every edge both ways', async () => {
    const { catalogue } = await embedded(path.join(root, 'page.html'));
    const ids = catalogue.nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const down = catalogue.nodes.flatMap(({ id, inputs }) => inputs.map((input) => `${input} -> ${id}`));
    const up = catalogue.nodes.flatMap(({ id, readers }) => readers.map((reader) => `${id} -> ${reader}`));
    expect(down.length).toBeGreaterThan(10);
    expect(up.toSorted()).toEqual(down.toSorted());
    expect(catalogue.functions).toMatchObject([{ id: 'lib.twice', calledBy: ['features.doubled'], calls: [] }]);
    expect(catalogue.nodes.filter(({ built }) => built === null || built.changed)).toEqual([]);
  });

  it('says which definitions changed since the run, and leads nowhere from elsewhere', async () => {
    const sql = path.join(root, 'features/ratio.sql');
    const before = await readFile(sql, 'utf8');
    onTestFinished(() => writeFile(sql, before));
    await writeFile(sql, before.replace('100 *', '200 *'));
    const file = path.join(folder, 'changed.html');
    const { code, stderr } = await ews(root, 'docs', '--output', file);
    expect(code, stderr).toBe(0);
    const page = await open('features.ratio', { file });
    expect(await page.locator('main .warning').allTextContents()).toEqual([
      'The definition changed since this run: results are those of the one before.',
    ]);
    expect(await page.locator('a[href*=".html"]').count()).toBe(0);
    const other = await open('features.doubled', { file });
    expect(await other.locator('main .warning').count()).toBe(0);
  });

  it('weighs at most 15 MB at 2,000 groups, and answers at once', async () => {
    const file = path.join(folder, 'large.html');
    const text = renderDocsPage({ catalogue: largeCatalogue(2000), pages: {} });
    await writeFile(file, text);
    const bytes = Buffer.byteLength(text);
    console.log(`the catalogue of 2,000 groups weighs ${bytes} bytes`);
    expect(bytes).toBeLessThan(MOST_BYTES);
    const page = await open('', { file });
    await page.locator('#search').fill('column_7 of group 1234');
    await expect.poll(() => page.locator('#found .name').first().textContent()).toBe('features.group_1234');
  });
});

/** The data that a page carries. */
async function embedded(file: string): Promise<DocsPageData> {
  const text = await readFile(file, 'utf8');
  const found = /<script type="application\/json" id="catalogue">(?<json>.*?)<\/script>/s.exec(text);
  return JSON.parse(present(found?.groups?.['json'])) as DocsPageData;
}
