/** What became of a node or a test, as a mark before its word. */
export const STATUS_CSS = `\
.status::before { content: ""; display: inline-block; width: .5em; height: .5em; border-radius: 50%; \
margin-right: .55em; border: 1.5px solid var(--faint); vertical-align: .06em; }
.status.ok::before, .status.pass::before { background: var(--good); border-color: var(--good); }
.status.failed, .status.fail, .status.blocked, .status.aborted, .status.stale, .status.warn, .standing, .outcome \
{ color: var(--alarm); }
.status.failed::before, .status.fail::before { background: var(--alarm); border-color: var(--alarm); border-radius: 0; }
.status.stale::before, .status.blocked::before, .status.aborted::before, .status.warn::before \
{ border-color: var(--alarm); }
`;

/** Terms with what is said of each, in as many columns as there is room for. */
export const FACTS_CSS = `\
.provenance { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1.1rem 2.5rem; }
.provenance dt { font-size: .78rem; color: var(--faint); }
.provenance dd { overflow-wrap: anywhere; font-size: .92rem; }
`;

/** The run page's own layout, on top of the shared theme. */
export const RUN_PAGE_CSS = `
body { padding: clamp(1.25rem, 3.5vw, 3.5rem) clamp(1.1rem, 4vw, 3.5rem); }
body > * { max-width: 74rem; margin-inline: auto; }
.top { display: grid; gap: .55rem; padding-bottom: 1.6rem; border-bottom: 1px solid var(--rule); }
.top h1 { font-size: clamp(2.3rem, 6vw, 4rem); letter-spacing: -.02em; }
.top .summary { color: var(--soft); font-size: 1.02rem; max-width: 52rem; }
.top .summary strong { font-weight: 500; color: var(--ink); }
.ways { font-size: .88rem; color: var(--soft); }
main:focus { outline: none; }
section { padding-top: 3.6rem; }
section > h2 { font-size: 1.55rem; margin-bottom: 1.1rem; }
section > p.intro { color: var(--soft); max-width: 44rem; margin: -.5rem 0 1.2rem; }

.problems { list-style: none; margin: 0; padding: 1.1rem 0; border-bottom: 1px solid var(--hair); display: grid; \
gap: .75rem; }
.problems li { display: grid; grid-template-columns: 9.5rem 1fr; gap: 0 1.2rem; font-size: .92rem; }
.problems .code { color: var(--alarm); white-space: nowrap; }
.problems .hint, .problems .where { color: var(--soft); font-size: .86rem; }
.problems p { overflow-wrap: anywhere; }

.model { display: grid; grid-template-columns: 15.5rem minmax(0, 1fr); gap: 1.2rem 3rem; padding: 2.6rem 0 2.4rem; \
border-bottom: 1px solid var(--hair); }
.model h2 { font: 500 .95rem/1.4 var(--sans); overflow-wrap: anywhere; }
.model .rank { font-size: .82rem; color: var(--soft); }
.probability { font-size: clamp(4.6rem, 9vw, 6.4rem); font-weight: 250; line-height: .95; letter-spacing: -.055em; \
margin: 1.1rem 0 .8rem -.04em; font-variant-numeric: proportional-nums; }
.probability .unit { font-size: .32em; letter-spacing: 0; }
figure.history figcaption { font-size: .8rem; color: var(--faint); margin: .5rem 0 0 2.5rem; max-width: 44rem; }
.what { font: 400 1.22rem/1.35 var(--serif); max-width: 15rem; overflow-wrap: anywhere; }
.what .when { display: block; color: var(--soft); }
.verdict { font-size: .9rem; color: var(--soft); margin-top: .9rem; max-width: 15rem; }
.verdict strong { font-weight: 600; }
figure.history { position: relative; }
.reading { position: absolute; right: 5.5%; top: 0; font-size: .78rem; line-height: 1.2; background: var(--paper); \
padding: .1rem 0 .3rem .6rem; }
.reading:empty { display: none; }
.elsewhere { font-size: .88rem; }
.record { display: flex; flex-wrap: wrap; gap: .7rem 2.2rem; margin: 1.1rem 0 0 2.5rem; }
.record dt { font-size: .76rem; color: var(--faint); }
.record dd { font-size: .95rem; }
.basis { font-size: .84rem; color: var(--faint); margin: .8rem 0 0 2.5rem; }

.graph-frame { padding: .3rem 0; }
.graph { display: block; max-width: none; height: auto; min-width: 48rem; width: 100%; }
.graph.small { width: auto; }
.edge { fill: none; stroke: var(--faint); stroke-opacity: .45; stroke-width: 1.1; }
.node rect { fill: var(--raised); stroke: var(--hair); stroke-width: 1.2; }
.node rect.stack { fill: var(--wash); }
.node text { font-family: var(--sans); font-variant-numeric: tabular-nums; }
.node .id { font-size: 13px; font-weight: 500; fill: var(--ink); }
.node .facts { font-size: 11px; fill: var(--faint); }
.node .glyph { font-size: 10px; fill: var(--good); text-anchor: middle; }
.node.reused .glyph, .node.not-selected .glyph { fill: var(--faint); }
.node.failed .glyph, .node.blocked .glyph, .node.aborted .glyph, .node.stale .glyph \
{ fill: var(--alarm); font-weight: 700; }
.node.failed rect { stroke: var(--alarm); }
.node:focus { outline: none; }
.node:focus-visible rect:not(.stack) { stroke: var(--focus); stroke-width: 2.4; }
.node:hover rect:not(.stack) { stroke: var(--ink); }
.tracing .node { opacity: .28; }
.tracing .node.hot { opacity: 1; }
.tracing .edge { stroke-opacity: .12; }
.tracing .edge.hot { stroke: var(--line); stroke-opacity: 1; stroke-width: 1.6; }
@media (prefers-reduced-motion: no-preference) { .node, .edge { transition: opacity .15s, stroke-opacity .15s; } }
#node-detail { display: block; min-height: 3.1em; margin-top: .8rem; font-size: .88rem; color: var(--soft); \
overflow-wrap: anywhere; }

${STATUS_CSS}tr:target > * { background: var(--wash); }
tbody th { overflow-wrap: anywhere; min-width: 11rem; }
td { white-space: nowrap; }
td.sentence { white-space: normal; min-width: 18rem; overflow-wrap: anywhere; }
@media screen and (min-width: 54rem) { tbody th { min-width: 15rem; } }
details details, th details { margin-top: .15rem; }
summary { cursor: pointer; color: var(--soft); font-size: .86rem; }
.parts { max-width: 30rem; font-size: .8rem; color: var(--soft); white-space: normal; padding: .3rem 0; }

${FACTS_CSS}.files { list-style: none; padding: 0; margin-top: 1.8rem; display: flex; flex-wrap: wrap; \
gap: .9rem 2.5rem; font-size: .92rem; }
.files span { display: block; font-size: .8rem; color: var(--faint); }
body > footer { margin-top: 4rem; padding-top: 1.1rem; border-top: 1px solid var(--hair); font-size: .8rem; \
color: var(--faint); }

@media screen and (max-width: 54rem) {
  .model { grid-template-columns: minmax(0, 1fr); }
  .what, .verdict { max-width: none; }
  .what .when { display: inline; }
  .record, .basis, figure.history figcaption { margin-left: 0; }
}
@media screen and (max-width: 34rem) { .problems li { grid-template-columns: 1fr; } }
@media print {
  @page { margin: 16mm; size: A4; }
  body { padding: 0; font-size: 9.5pt; }
  .model, figure, tr, .problems li { break-inside: avoid; }
  .model { grid-template-columns: 11rem minmax(0, 1fr); gap: 1.5rem; padding: 1.4rem 0; }
  .probability { font-size: 48pt; }
  section { padding-top: 1.8rem; }
  section > h2 { break-after: avoid; }
  .graph { min-width: 0; }
  .scroll, .graph-frame { overflow: visible; }
  #node-detail { display: none; }
  thead { display: table-header-group; }
  table { font-size: 7.8pt; }
}
`;
