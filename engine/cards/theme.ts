/** Colours by themselves, for pages on which the reader may choose. */
export const LIGHT_COLOURS = `  --paper: #fdfcfa; --raised: #ffffff; --ink: #1d1c1a; --soft: #5c5952; --faint: #76726a;
  --hair: #e6e2da; --rule: #1d1c1a; --wash: #f4f1ea;
  --line: #1f5a8f; --area: rgba(31, 90, 143, .10); --event: #e3ded3; --alarm: #b8430f; --alarm-wash: #fbeee6;
  --good: #2f6b4f; --focus: #1f5a8f; --edge-shade: rgba(29, 28, 26, .28);
  --part-0: #16324f; --part-1: #2f78b3; --part-2: #d98f4e; --part-3: #f2d3a0; --part-4: #98938a;
`;
export const DARK_COLOURS = `    --paper: #131417; --raised: #1a1b1f; --ink: #ebe8e1; --soft: #aeaaa1; --faint: #918d84;
    --hair: #2d2e33; --rule: #ebe8e1; --wash: #1d1e22;
    --line: #7db4e6; --area: rgba(125, 180, 230, .13); --event: #34353b; --alarm: #f2935c; --alarm-wash: #2c211b;
    --good: #7fc3a0; --focus: #7db4e6; --edge-shade: rgba(235, 232, 225, .34);
    --part-0: #e8eef5; --part-1: #6ea5d8; --part-2: #b36a2c; --part-3: #7d5128; --part-4: #85827b;
`;

/** Colours and type; light and dark, screen and paper. */
export const COLOURS_CSS = `
:root {
  color-scheme: light dark;
${LIGHT_COLOURS}  --sans: "Inter", "Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", \
"Liberation Sans", Arial, sans-serif;
  --serif: "Iowan Old Style", "Source Serif 4", "Source Serif Pro", Charter, "Bitstream Charter", "Noto Serif", \
Cambria, Georgia, "Liberation Serif", serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
${DARK_COLOURS}  }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --raised: #fff; --ink: #000; --soft: #444; --faint: #555; --hair: #ddd; --rule: #000; \
--wash: #f6f6f6;
    --line: #1f5a8f; --area: rgba(31, 90, 143, .10); --event: #e3e3e3; --alarm: #b8430f; --alarm-wash: #fff; \
--good: #2f6b4f;
    --part-0: #16324f; --part-1: #2f78b3; --part-2: #d98f4e; --part-3: #f2d3a0; --part-4: #98938a;
  }
}
`;

/**
 * What is wider than the page scrolls, and shadows at its edges say so: they stay with the frame, and paper that moves
 * with the content covers them where there is no more.
 */
const SCROLL_CSS = `.scroll, .graph-frame, pre { overflow-x: auto; background: \
linear-gradient(to right, var(--paper) 40%, transparent) left / 2.6rem 100% no-repeat local, \
linear-gradient(to left, var(--paper) 40%, transparent) right / 2.6rem 100% no-repeat local, \
radial-gradient(farthest-side at 0 50%, var(--edge-shade), transparent) left / .9rem 100% no-repeat scroll, \
radial-gradient(farthest-side at 100% 50%, var(--edge-shade), transparent) right / .9rem 100% no-repeat scroll; }
@media print { .scroll, .graph-frame, pre { background: none; } }
`;

const PAGE_CSS = `*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 400 1rem/1.55 var(--sans); font-variant-numeric: tabular-nums lining-nums; -webkit-font-smoothing: antialiased;
}
h1, h2, h3, p, ul, ol, dl, dd, figure, table, pre { margin: 0; }
h1, h2, h3 { font-family: var(--serif); font-weight: 500; line-height: 1.15; text-wrap: balance; \
overflow-wrap: anywhere; }
a { color: inherit; text-decoration-color: var(--faint); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 3px; border-radius: 2px; }
code, pre, .mono { font-family: var(--mono); font-size: .86em; font-variant-ligatures: none; }
.eyebrow { font-size: .74rem; letter-spacing: .09em; text-transform: uppercase; color: var(--faint); }
.soft { color: var(--soft); }
.warning { color: var(--alarm); }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); \
white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--ink); color: var(--paper); \
padding: .5rem .9rem; z-index: 9; }
.skip:focus { top: 1rem; }

${SCROLL_CSS}table { border-collapse: collapse; width: 100%; font-size: .86rem; line-height: 1.4; }
th, td { text-align: left; vertical-align: baseline; padding: .48rem .9rem .48rem 0; \
border-bottom: 1px solid var(--hair); font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead td { border-bottom-color: var(--faint); }
thead th { color: var(--faint); font-size: .76rem; vertical-align: bottom; border-bottom-color: var(--faint); }
tbody th { color: var(--ink); }
td.number + td:not(.number), th.number + th:not(.number) { padding-left: 1.2rem; }
.number { text-align: right; white-space: nowrap; }
caption { text-align: left; color: var(--faint); font-size: .8rem; padding-bottom: .4rem; }
div.scroll:has(> table > caption > span) { container-type: inline-size; }
caption > span { display: block; position: sticky; left: 0; max-width: 100cqi; }
`;

/** The style of pictures, on a page or by themselves. */
export const CHART_CSS = `
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { font-family: var(--sans); font-size: 11.5px; fill: var(--soft); font-variant-numeric: tabular-nums; }
.chart .name { fill: var(--ink); font-size: 12.5px; }
.chart .value { fill: var(--ink); font-weight: 600; font-size: 13px; }
.chart .grid { stroke: var(--hair); stroke-width: 1; }
.chart .axis { stroke: var(--faint); stroke-width: 1; }
.chart .chance { stroke: var(--faint); stroke-width: 1; stroke-dasharray: 1 3; }
.chart .event { fill: var(--event); }
.chart .area { fill: var(--area); }
.chart .line { fill: none; stroke: var(--line); stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
.chart .sum { stroke: var(--ink); stroke-width: 1.1; }
.chart .part-0 { fill: var(--part-0); }
.chart .part-1 { fill: var(--part-1); }
.chart .part-2 { fill: var(--part-2); }
.chart .part-3 { fill: var(--part-3); }
.chart .part-4 { fill: var(--part-4); }
.chart .letter { fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; \
stroke-linejoin: round; }
.chart .whisker { stroke: var(--line); stroke-width: 2; stroke-opacity: .55; stroke-linecap: round; }
.chart .thin { stroke-width: 1.2; }
.chart .outcome { fill: none; stroke: var(--ink); stroke-width: 1; stroke-opacity: .6; }
.chart .threshold { fill: none; stroke: var(--ink); stroke-width: 1.1; stroke-dasharray: 4 3; }
.chart rect.alarm { fill: var(--alarm); }
.chart .dot { fill: var(--line); stroke: var(--paper); stroke-width: 1.5; }
.chart .dot.alarm { fill: var(--alarm); }
.chart .bubble { fill: var(--line); fill-opacity: .3; stroke: var(--line); stroke-width: 1.2; }
.chart .bar.up { fill: var(--alarm); }
.chart .bar.down { fill: var(--line); }
.chart .plot { fill: transparent; }
.chart .cross { stroke: var(--ink); stroke-width: 1; visibility: hidden; }
`;

const MEDIA_CSS = `.narrow-only { display: none; }
@media screen and (max-width: 40rem) { .wide-only { display: none; } .narrow-only { display: block; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (forced-colors: active) {
  .chart rect.alarm, .chart .dot { fill: CanvasText; }
  .chart .line { stroke: CanvasText; }
}
`;

/** Colours, type and charts shared by every page of the product. */
export const THEME_CSS = `${COLOURS_CSS}${PAGE_CSS}${CHART_CSS}${MEDIA_CSS}`;
