import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { present } from '../../presence/index.ts';
import { historiesFile } from './histories.ts';
import { renderRunPage } from './render-run-page.ts';
import { node, smallPage } from './run-page.fixture.ts';

const html = renderRunPage(smallPage);

test('opens with what is known, and how sure that is', () => {
  expect(html).toContain('<h1>Known on 31 October 2022</h1>');
  expect(html).toContain('<p class="probability in-alarm">21%</p>');
  expect(html).toContain('chance of recession <span class="when">in Oct 2023</span>');
  expect(html).toContain('0.843 <span class="soft">[0.78, 0.92]</span>');
  expect(html).toContain('7 episodes');
  expect(html).toContain('pseudo-real-time');
});

test('of a panel it says whose prediction is in front', () => {
  const models = smallPage.models.map((model) =>
    model.predicts === 'value' ? model : { ...model, front: { key: '<AT>', of: 6 } },
  );
  const page = renderRunPage({ ...smallPage, models });
  expect(page).toContain(
    'chance of recession for &lt;AT&gt; <span class="when">in Oct 2023, the highest of 6 keys</span>',
  );
  expect(page).toContain('recession_probit, &lt;AT&gt;: probability over time');
});

test('cards, lineage and every node are one link away', () => {
  const links = [...html.matchAll(/\shref="([^"]*)"/g)].map(([, href = '']) => href);
  expect(links).toContain('cards/recession_probit.html');
  expect(links).toContain('lineage.json');
  expect(links).toContain('cards/recession_12m.comparison.html');
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const href of links.filter((link) => link.startsWith('#'))) expect(ids).toContain(href.slice(1));
  for (const { id } of smallPage.nodes) expect(links).toContain(`#node-${id}`);
});

test('models of one label stand side by side on a page of their own, with no champion but a declared one', () => {
  expect(html).toContain('3 models side by side, no champion declared');
  const [comparison] = smallPage.comparisons;
  const declared = renderRunPage({ ...smallPage, comparisons: comparison ? [{ ...comparison, champion: 'one' }] : [] });
  expect(declared).toContain('3 models side by side, champion one');
});

test('licences and notices of data are on it, as words', () => {
  const terms = [{ of: 'fred: sp500', licence: 'S&P <LLC>', attribution: null }];
  const page = renderRunPage({ ...smallPage, terms, notices: ['Not endorsed by "anybody".'] });
  expect(page).toContain('<td>S&amp;P &lt;LLC&gt;</td>');
  expect(page).toContain('<footer><p>Not endorsed by &quot;anybody&quot;.</p><p>Run ');
  expect(html).not.toContain('Licence');
});

test('is one file that asks nobody for anything', () => {
  expect(html).not.toMatch(/https?:|<link|<img|<iframe|\ssrc=|url\(|@import|fetch\(|XMLHttpRequest/);
});

test('an edge says of which two nodes it is, by which the script traces them', () => {
  const edges = [...renderRunPage(smallPage).matchAll(/class="edge" data-from="([^"]+)" data-to="([^"]+)"/g)];
  const read = smallPage.nodes.flatMap(({ id, inputs }) => inputs.map((input) => `${input} ${id}`));
  expect(edges.map(([, from, to]) => `${from} ${to}`).toSorted()).toEqual(read.toSorted());
});

test('tests that passed stand in one row a node, and say how many were not run again', () => {
  const pass = { node: 'features.labor', status: 'pass', failures: 0, rows: 0 } as const;
  const tests = [
    { ...pass, name: 'not_null', reused: false },
    { ...pass, name: 'range', reused: true },
    { ...pass, name: 'unique', node: 'features.yield_curve', reused: true },
  ];
  const html = renderRunPage({ ...smallPage, tests });
  expect(html).toMatch(/>features\.labor<[^>]*><td[^>]*>2 <span class="soft">1 reused<.*>not_null, range</);
  expect(html).toMatch(/>features\.yield_curve<[^>]*><td[^>]*>1 <span class="soft">reused<.*>unique</);
});

test('histories that another run drew are loaded from it, and stand behind a link until then', () => {
  const page = '../20221031T120000Z-3f09c1/index.html';
  const histories = '../20221031T120000Z-3f09c1/histories.js';
  const html = renderRunPage({ ...smallPage, documentsOf: { run: '20221031T120000Z-3f09c1', page, histories } });
  expect(html).toContain(`<script src="${histories}"></script>`);
  expect(html).toContain(
    `<figure class="history" data-model="recession_probit"><p class="elsewhere"><a href="${page}">`,
  );
  expect(html).toContain('as run 20221031T120000Z-3f09c1 drew them');
  const drawn: { ewsHistories?: Readonly<Record<string, string>> } = {};
  runInNewContext(historiesFile(smallPage.models), drawn);
  // What the script puts there is what the page of that run has itself.
  expect(renderRunPage(smallPage)).toContain(present(drawn.ewsHistories?.['recession_probit']));
  expect(html).not.toContain('data-readings="');
});

test('many series of a source stay folded into one node', () => {
  expect(html).toContain('source · 3 series');
  expect(html.match(/class="node /g)).toHaveLength(smallPage.nodes.length);
  expect(html).toContain('gs10, tb3ms, unrate');
});

test('failures are said in words, not in colour alone', () => {
  const failed = { ...node('features.prices', 'feature', ['fred']), status: 'failed' } as const;
  const page = renderRunPage({
    ...smallPage,
    run: { ...smallPage.run, outcome: 'failed' },
    nodes: [...smallPage.nodes, failed],
  });
  expect(page).toContain('<strong>Run 20221101T080000Z-1 failed.</strong>');
  expect(page.indexOf('failed.')).toBeLessThan(page.indexOf('Known on 31 October'));
  expect(page).toContain('<strong>1</strong> failed');
  expect(page).toContain('>feature · failed · 250 ms</text>');
});

test('a run that found nothing to show is still a page', () => {
  const empty = renderRunPage({
    ...smallPage,
    models: [],
    nodes: [],
    tests: [],
    problems: [],
    freshness: [],
    files: [],
  });
  expect(empty).toContain('Known on 31 October 2022');
  expect(empty).not.toContain('NaN');
  expect(html).not.toContain('NaN');
});

test('treats the words of people as words', () => {
  const attack = '"><script>alert(1)</script>';
  const hostile = renderRunPage({
    ...smallPage,
    project: attack,
    run: { ...smallPage.run, actor: attack, command: attack },
    models: smallPage.models.map((model) => ({ ...model, name: attack, cardHref: attack, eventName: attack })),
    nodes: [
      { ...node('fred', 'source'), id: `fred${attack}`, description: attack, reason: attack, parts: [attack, attack] },
    ],
    tests: [{ node: attack, name: attack, status: 'fail', failures: 1, rows: 1, reused: false }],
    problems: [{ code: 'EWS3010', severity: 'error', message: attack, hint: attack, notes: [attack] }],
    freshness: smallPage.freshness.map((source) => ({ ...source, source: attack })),
    files: [{ title: attack, href: attack, note: attack }],
  });
  expect(hostile.match(/<script/g)).toHaveLength(1);
  expect(hostile).not.toContain('<script>alert');
});

test('is the same bytes for the same run', () => {
  expect(renderRunPage(structuredClone(smallPage))).toBe(html);
});

test('a rule says alarm or calm instead of a percentage', () => {
  const [model] = smallPage.models;
  if (model === undefined || model.predicts === 'value') throw new Error('the page has no model of an event');
  const page = renderRunPage({ ...smallPage, models: [{ ...model, predicts: 'alarm' }] });
  expect(page).toContain('<p class="probability in-alarm">Alarm</p>');
  expect(page).toContain('a rule for recession');
  expect(page).toContain('31 Oct 2022, for Oct 2023: in alarm');
  expect(page).not.toContain('chance of recession');
});

test('a value stands in its own unit, beside what it became', () => {
  const page = renderRunPage({
    ...smallPage,
    models: [
      {
        name: 'unemployment',
        description: '',
        cardHref: 'cards/unemployment.html',
        standing: null,
        predicts: 'value',
        champion: false,
        labelName: 'unemployment_at_12m',
        unit: '%',
        window: { fromMonth: 12, toMonth: 12 },
        eventName: null,
        events: [],
        basis: { basis: 'pseudo_real_time', published: '' },
        outcomesThrough: '2022-10-31',
        latest: {
          asOf: '2022-10-31',
          prediction: 4.42,
          baseline: 5.9,
          outcome: { from: '2023-10-01', to: '2023-10-01' },
        },
        history: [
          { asOf: '2021-10-31', prediction: 5, baseline: 5.9, y: 3.7 },
          { asOf: '2022-10-31', prediction: 4.42, baseline: 5.9, y: null },
        ],
        scores: {
          rmse: {
            value: 1.4,
            interval: { level: 0.9, low: 1, high: 2, draws: 1000, skippedDraws: 0, episodes: 8 },
          },
          baselineRmse: 1.9,
          skill: { value: 0.45, interval: null },
        },
      },
    ],
  });
  expect(page).toContain('<p class="probability">4.4<span class="unit">%</span></p>');
  expect(page).toContain('unemployment at 12m <span class="when">in Oct 2023</span>');
  expect(page).toContain(
    '31 Oct 2021, for Oct 2022: 5.00%, became 3.70%|31 Oct 2022, for Oct 2023: 4.42%, outcome not known yet',
  );
  expect(page).toContain('1.40 <span class="soft">[1.00, 2.00]</span> <span class="soft">climatology 1.90</span>');
});
