import { PANEL_CSS } from './panel-style.ts';
import { SIZES } from './picture-sizes.ts';

const LIGHT = `--up: #1f5a8f; --down: #8a4b12; --lit: #fbe9b4; --thread: #cbc4b6; --lane: #f6f4ee; --edge: #ddd8cd; \
--dim: #706c64;`;
const DARK = `--up: #7db4e6; --down: #e0a561; --lit: #4d4118; --thread: #4b4c54; --lane: #191a1e; --edge: #34353b; \
--dim: #8a8780;`;

/** The lineage page's own layout, on top of the shared theme. */
export const LINEAGE_PAGE_CSS = `
:root { ${LIGHT} }
@media screen {
  @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { ${DARK} } }
  :root[data-theme=dark] { ${DARK} }
}
html, body { height: 100%; }
body { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; overflow: hidden; }
[hidden] { display: none !important; }
button { font: inherit; color: inherit; cursor: pointer; }
kbd { font: 500 .72rem/1 var(--sans); color: var(--soft); background: var(--wash); border: 1px solid var(--edge); \
border-radius: 4px; padding: .16rem .36rem; white-space: nowrap; }

.bar { display: grid; grid-template-columns: minmax(0, 1fr) minmax(12rem, 25rem) minmax(0, 1fr); gap: 1.5rem; \
align-items: center; padding: .7rem 1.4rem; border-bottom: 1px solid var(--hair); z-index: 5; }
.bar h1 { font-size: 1.3rem; letter-spacing: -.01em; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; \
line-height: 1.3; }
.bar h1 span { font-style: italic; color: var(--soft); }
.title p { font-size: .76rem; color: var(--faint); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.tools { display: flex; justify-content: flex-end; gap: .25rem; }
.tools button, #keys-button { min-width: 2.1rem; height: 2.1rem; padding: 0 .65rem; font-size: .84rem; \
background: none; border: 0; border-radius: 6px; color: var(--soft); }
.tools button:hover, #keys-button:hover, .tools button[aria-pressed=true]:not(#theme) { background: var(--wash); \
color: var(--ink); }
#zoom-in, #zoom-out { font-size: 1.1rem; padding: 0; }

.search { position: relative; }
.search input { width: 100%; font: inherit; font-size: .88rem; color: var(--ink); background: var(--raised); \
border: 1px solid var(--edge); border-radius: 7px; padding: .44rem 2.4rem .44rem .8rem; }
.search input::placeholder { color: var(--faint); opacity: 1; }
.search input:focus { outline: 2px solid var(--focus); outline-offset: -1px; }
.search > kbd { position: absolute; right: .6rem; top: 50%; transform: translateY(-50%); pointer-events: none; }
#found, #nothing-found { position: absolute; z-index: 9; left: 0; right: 0; top: calc(100% + .35rem); \
background: var(--raised); border: 1px solid var(--edge); border-radius: 9px; \
box-shadow: 0 12px 40px rgba(20, 18, 12, .18); }
#found { list-style: none; margin: 0; padding: .35rem; max-height: min(27rem, 62vh); overflow-y: auto; }
#nothing-found { padding: .8rem 1rem; font-size: .86rem; color: var(--soft); }
#found li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .8rem; padding: .38rem .6rem; \
border-radius: 6px; cursor: pointer; font-size: .86rem; line-height: 1.4; scroll-margin: .35rem; }
#found li[aria-selected=true] { background: var(--wash); }
#found .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#found .name b { font-weight: 650; }
#found .kind { color: var(--soft); font-size: .74rem; align-self: center; }
#found .about { grid-column: 1 / -1; color: var(--soft); font-size: .76rem; overflow: hidden; \
text-overflow: ellipsis; white-space: nowrap; }

#main { position: relative; display: grid; grid-template-columns: minmax(0, 1fr); min-height: 0; }
.with-panel #main { grid-template-columns: minmax(0, 1fr) clamp(21rem, 33vw, 36rem); }
#main > noscript { position: absolute; inset: 0; display: grid; place-content: center; color: var(--soft); }
#viewport { position: relative; overflow: hidden; min-height: 0; touch-action: none; cursor: grab; user-select: none; }
#viewport:focus-visible { outline-offset: -3px; }
#viewport.dragging { cursor: grabbing; }
#world { position: absolute; left: 0; top: 0; transform-origin: 0 0; }
#world svg { position: absolute; left: 0; top: 0; width: 1px; height: 1px; overflow: visible; pointer-events: none; }
#world path { fill: none; }
@media (prefers-reduced-motion: no-preference) { #world.gliding { \
transition: transform .32s cubic-bezier(.3, .7, .2, 1); } }
.band { position: absolute; background: var(--lane); border-radius: 10px; }
#titles p { position: absolute; transform: translateY(max(0px, var(--view-top) - var(--top))); pointer-events: none; \
display: flex; align-items: baseline; justify-content: space-between; gap: .5em; padding: 10px 14px 8px; \
border-radius: 10px; background: var(--lane); font: 500 15.5px/1.2 var(--serif); white-space: nowrap; \
color: var(--ink); }
#titles span { font: 400 11.5px/1.2 var(--sans); color: var(--soft); }

#lines path { stroke: var(--thread); stroke-width: var(--hairline, 1px); transition: stroke-opacity .12s; }
#lines path.indirect { stroke-dasharray: 5 4; stroke-opacity: .7; }
.pointing #lines path { stroke-opacity: .35; }
#pointed path { stroke-width: calc(var(--hairline, 1px) * 1.3); }
#pointed .up, #path .up { stroke: var(--up); }
#pointed .down, #path .down { stroke: var(--down); }
#path path { stroke-width: calc(var(--hairline, 1px) * var(--weight, 1.4)); stroke-linecap: round; }
#path .indirect { stroke-dasharray: 6 5; stroke-opacity: .75; }
#path .rows { stroke-dasharray: .5 4.5; stroke-opacity: .75; }

.card { position: absolute; background: var(--raised); border: 1px solid var(--edge); border-radius: 7px; }
.card .head { position: absolute; inset: 0 0 auto; width: 100%; height: ${SIZES.head - 2}px; border: 0; \
border-radius: 6px; background: none; text-align: left; padding: 0 28px 0 12px; display: flex; \
flex-direction: column; justify-content: center; gap: 1px; }
.card .head:hover { background: var(--wash); }
.card .name { display: block; font-size: 13.5px; line-height: 1.25; font-weight: 550; overflow: hidden; \
text-overflow: ellipsis; white-space: nowrap; }
.card .name .of { font-weight: 400; color: var(--soft); }
.card .note { display: block; font-size: 11px; line-height: 1.3; color: var(--soft); overflow: hidden; \
text-overflow: ellipsis; white-space: nowrap; }
.card .fold { position: absolute; right: 4px; top: 10px; width: 24px; height: 24px; border: 0; border-radius: 4px; \
background: none; color: var(--faint); }
.card .fold::before { content: ""; position: absolute; left: 8px; top: 7px; width: 6px; height: 6px; \
border: solid currentColor; border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); }
.card .fold[aria-expanded=true]::before { top: 10px; transform: rotate(225deg); }
.card .fold:hover { background: var(--wash); color: var(--ink); }
.columns { list-style: none; margin: 0; padding: 0; position: absolute; left: 0; right: 0; top: ${SIZES.head - 1}px; }
.columns li { height: ${SIZES.row}px; }
.columns button { display: flex; align-items: center; gap: 8px; width: 100%; height: ${SIZES.row}px; padding: 0 12px; \
border: 0; background: none; text-align: left; }
.columns .name { font-size: 12.5px; font-weight: 400; flex: 1; }
.columns .type { font-size: 10.5px; color: var(--soft); max-width: 42%; overflow: hidden; text-overflow: ellipsis; \
white-space: nowrap; }
.columns .rows .name { font-style: italic; color: var(--soft); }
.columns button:hover { background: var(--wash); }
.columns .more { color: var(--soft); font-size: 11.5px; }
.columns button[data-side=up] .name { color: var(--up); }
.columns button[data-side=down] .name { color: var(--down); }
.columns button[data-side=none] .name { color: var(--soft); }
.card button[aria-pressed=true]:not(:hover), .card button[aria-pressed=true] { background: var(--ink); }
.card button[aria-pressed=true] :is(.name, .type, .note, .of) { color: var(--paper); }
.card .head[aria-pressed=true] + .fold { color: var(--paper); }
.card :is(.head, .columns button):focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; z-index: 1; }

.compact :is(.note, .fold, .columns) { display: none; }
.compact .card { border-radius: 5px; }
.compact .head { height: 100%; padding: 0 10px; border-radius: 4px; }
.compact .name { font-size: 12.5px; font-weight: 450; }
.compact .card[data-near=up] { border-color: var(--up); }
.compact .card[data-near=down] { border-color: var(--down); }
.compact .card[data-near=self] { border-color: var(--ink); }
.index .card { background: none; border: 0; }
.index .head { padding: 0 4px; }
.index .name { font-size: 12px; font-weight: 400; line-height: 1.3; }
.pointing .compact .card[data-near=""] :is(.name, .of) { color: var(--dim); }
.compact .card[data-near=up] .name { color: var(--up); }
.compact .card[data-near=down] .name { color: var(--down); }
.compact .card[data-near=self] .name { font-weight: 600; }
.folded { position: absolute; height: 34px; border: 1px dashed var(--thread); border-radius: 7px; \
background: var(--paper); color: var(--soft); font-size: 12.5px; }
.folded:hover { border-style: solid; color: var(--ink); }

#legend { display: flex; align-items: center; gap: .2rem 1.6rem; flex-wrap: wrap; padding: .3rem 1.4rem; \
border-top: 1px solid var(--hair); font-size: .78rem; color: var(--soft); }
#main ~ .terms { margin: 0; padding: .2rem 1.4rem; font-size: .72rem; color: var(--soft); }
#legend fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; }
#legend label { display: flex; align-items: center; gap: .45rem; cursor: pointer; min-height: 1.6rem; \
white-space: nowrap; }
#legend label strong { font-weight: 550; color: var(--ink); margin-right: -.15rem; }
#legend input { accent-color: var(--up); margin: 0; width: .95rem; height: .95rem; }
.sample { width: 30px; height: 8px; flex: none; }
.sample path { stroke: var(--ink); stroke-width: 1.6; fill: none; }
.sample.indirect path { stroke-dasharray: 6 4; }
.sample.rows path { stroke-dasharray: .5 4.2; stroke-linecap: round; stroke-width: 1.9; }
.sides { display: flex; gap: 1.2rem; }
.sides span::before { content: ""; display: inline-block; width: .7em; height: .7em; border-radius: 2px; \
margin-right: .4em; background: currentColor; }
.sides .up { color: var(--up); }
.sides .down { color: var(--down); }
#keys-button { margin-left: auto; font-size: .78rem; }
#keys { border: 1px solid var(--edge); border-radius: 12px; background: var(--raised); color: var(--ink); \
padding: 1.4rem 1.7rem; width: min(25rem, 92vw); box-shadow: 0 20px 60px rgba(20, 18, 12, .25); }
#keys::backdrop { background: rgba(20, 18, 12, .25); }
#keys h2 { font-size: 1.25rem; margin-bottom: .8rem; }
#keys dl div { display: grid; grid-template-columns: 8.5rem 1fr; align-items: baseline; padding: .26rem 0; \
font-size: .88rem; }
#keys form > button { margin-top: 1.1rem; padding: .35rem .9rem; font-size: .86rem; border: 1px solid var(--edge); \
border-radius: 6px; background: none; }
${PANEL_CSS}
@media (max-width: 60rem) {
  .bar { grid-template-columns: minmax(0, 1fr); gap: .6rem 1rem; padding-inline: 1rem; }
  .bar h1, .title p { white-space: normal; overflow-wrap: anywhere; }
  .tools { justify-content: space-between; }
  .with-panel #main { grid-template-columns: minmax(0, 1fr); grid-template-rows: minmax(0, 1fr) minmax(0, 48vh); }
  #panel { border-left: 0; border-top: 1px solid var(--hair); }
  #legend { padding-inline: 1rem; }
  #keys-button { display: none; }
}
@media (forced-colors: active) { #world path { stroke: CanvasText; } .card, .band { border: 1px solid CanvasText; } }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  html, body { height: auto; }
  body { display: block; overflow: visible; }
  .bar { grid-template-columns: 1fr; padding: 0 0 .6rem; }
  .tools, .search, #keys-button, #legend input, .close { display: none; }
  #main, .with-panel #main { display: block; }
  #viewport { width: 960px; break-inside: avoid; }
  #legend { padding-inline: 0; }
  .band, .card button[aria-pressed=true], .source mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
