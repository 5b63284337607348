import { SIZES } from './lineage-picture.ts';

/** The lineage page's own layout, on top of the shared theme. */
export const LINEAGE_PAGE_CSS = `
:root { --up: #1f5a8f; --up-wash: #e8f0f7; --down: #8a4b12; --down-wash: #f8eee2; --lit: #fbe9b4; --quiet-line: #cfc9bd; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --up: #7db4e6; --up-wash: #1b2a39; --down: #e0a561; --down-wash: #33281a; --lit: #4d4118; --quiet-line: #46474e; } }
:root[data-theme=dark] { --up: #7db4e6; --up-wash: #1b2a39; --down: #e0a561; --down-wash: #33281a; --lit: #4d4118; --quiet-line: #46474e; }
html, body { height: 100%; }
body { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; overflow: hidden; }
[hidden] { display: none !important; }
button { font: inherit; color: inherit; cursor: pointer; }
kbd { font: 500 .72rem/1 var(--sans); color: var(--soft); background: var(--wash); border: 1px solid var(--hair); border-radius: 3px; padding: .12rem .32rem; }

.bar { display: grid; grid-template-columns: minmax(0, 1fr) minmax(12rem, 26rem) minmax(0, 1fr); gap: 1.5rem; align-items: center; padding: .8rem 1.5rem .75rem; border-bottom: 1px solid var(--hair); background: var(--paper); z-index: 5; }
.bar h1 { font-size: 1.32rem; letter-spacing: -.01em; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; line-height: 1.25; }
.bar h1 span { font-style: italic; color: var(--soft); }
.title p { font-size: .78rem; color: var(--faint); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.search { position: relative; }
.search input { width: 100%; font: inherit; font-size: .95rem; color: var(--ink); background: var(--raised); border: 1px solid var(--quiet-line); border-radius: 6px; padding: .5rem 2.4rem .5rem .9rem; }
.search input::placeholder { color: var(--faint); opacity: 1; }
.search input:focus { outline: 2px solid var(--focus); outline-offset: -1px; }
.search kbd { position: absolute; right: .7rem; top: 50%; transform: translateY(-50%); pointer-events: none; }
#found, #nothing-found { position: absolute; z-index: 9; left: 0; right: 0; top: calc(100% + .35rem); background: var(--raised); border: 1px solid var(--hair); border-radius: 8px; box-shadow: 0 12px 40px rgba(20, 18, 12, .16); }
#found { list-style: none; margin: 0; padding: .35rem; max-height: min(26rem, 60vh); overflow-y: auto; }
#nothing-found { padding: .8rem 1rem; font-size: .88rem; color: var(--soft); }
#found li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .8rem; padding: .42rem .65rem; border-radius: 5px; cursor: pointer; font-size: .9rem; scroll-margin: .35rem; }
#found li[aria-selected=true] { background: var(--up-wash); }
#found .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#found .name b { font-weight: 650; }
#found .kind { color: var(--soft); font-size: .76rem; align-self: center; }
#found .about { grid-column: 1 / -1; color: var(--soft); font-size: .78rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tools { display: flex; justify-content: flex-end; gap: .35rem; }
.tools button { min-width: 2.1rem; height: 2.1rem; padding: 0 .7rem; font-size: .86rem; background: none; border: 1px solid transparent; border-radius: 6px; color: var(--soft); }
.tools button:hover, .tools button[aria-pressed=true]:not(#theme) { background: var(--wash); color: var(--ink); }
#zoom-in, #zoom-out { font-size: 1.1rem; padding: 0; }

#main { position: relative; display: grid; grid-template-columns: minmax(0, 1fr); min-height: 0; }
.with-panel #main { grid-template-columns: minmax(0, 1fr) clamp(20rem, 31vw, 30rem); }
#main > noscript { position: absolute; inset: 0; display: grid; place-content: center; color: var(--soft); }
#viewport { position: relative; overflow: hidden; min-height: 0; touch-action: none; cursor: grab; user-select: none; background: var(--paper); }
#viewport:focus-visible { outline-offset: -3px; }
#viewport.dragging { cursor: grabbing; }
#world { position: absolute; left: 0; top: 0; transform-origin: 0 0; --name: 14px; }
#world svg { position: absolute; left: 0; top: 0; width: 1px; height: 1px; overflow: visible; pointer-events: none; }
#world path { fill: none; }
.band { position: absolute; top: -3.4rem; margin: 0; padding-bottom: .45rem; border-bottom: 1px solid var(--quiet-line); font: 500 calc(var(--name) * 1.05)/1.1 var(--serif); color: var(--soft); white-space: nowrap; display: flex; align-items: flex-end; justify-content: space-between; gap: .6em; height: 2.4rem; }
.band span { font: 400 .8em/1.1 var(--sans); color: var(--faint); }
#lines path { stroke: var(--quiet-line); stroke-width: var(--hairline, 1.1px); }
#lines path.hot { stroke: var(--ink); stroke-width: calc(var(--hairline, 1px) * 1.5); }
#lines.resting path { stroke-opacity: .3; }
#lines.gone { display: none; }
#path path { stroke-width: calc(var(--hairline, 1px) * 1.45); stroke-linecap: round; }
#path .up { stroke: var(--up); }
#path .down { stroke: var(--down); }
#path .indirect { stroke-dasharray: 6 5; stroke-opacity: .8; }
#path .rows { stroke-dasharray: 1 5; stroke-opacity: .7; }

.card { position: absolute; width: ${SIZES.width}px; background: var(--raised); border: 1px solid var(--hair); border-radius: 7px; box-shadow: 0 1px 2px rgba(40, 34, 20, .05); }
.card:hover { border-color: var(--faint); }
.card .head { position: absolute; inset: 0 0 auto; width: 100%; height: ${SIZES.head - 2}px; border: 0; border-radius: 6px; background: none; text-align: left; padding: 0 30px 0 13px; display: flex; flex-direction: column; justify-content: center; gap: 1px; }
.card .name { display: block; font-size: var(--name); line-height: 1.2; font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.card .note { display: block; font-size: 11.5px; line-height: 1.3; color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.card .fold { position: absolute; right: 4px; top: 12px; width: 26px; height: 26px; border: 0; border-radius: 4px; background: none; color: var(--faint); }
.card .fold::before { content: ""; position: absolute; left: 9px; top: 8px; width: 6px; height: 6px; border: solid currentColor; border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); }
.card .fold[aria-expanded=true]::before { top: 11px; transform: rotate(225deg); }
.card .fold:hover { background: var(--wash); color: var(--ink); }
.columns { list-style: none; margin: 0; padding: 0; position: absolute; left: 0; right: 0; top: ${SIZES.head - 1}px; }
.columns li { height: ${SIZES.row}px; }
.columns button { display: flex; align-items: center; gap: 8px; width: 100%; height: ${SIZES.row}px; padding: 0 13px; border: 0; background: none; text-align: left; font-size: 12.5px; color: var(--ink); }
.columns .name { font-size: 12.5px; font-weight: 400; flex: 1; }
.columns .type { font-size: 10.5px; color: var(--soft); max-width: 40%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.columns .rows .name { font-style: italic; color: var(--soft); }
.columns button:hover { background: var(--wash); }
.columns .more { color: var(--soft); font-size: 11.5px; }
.columns button[data-side=up] .name { color: var(--up); }
.columns button[data-side=down] .name { color: var(--down); }
.columns button[aria-pressed=true] { background: var(--ink); }
.columns button[aria-pressed=true] :is(.name, .type) { color: var(--paper); font-weight: 500; }
.card .head[aria-pressed=true] { background: var(--ink); }
.card .head[aria-pressed=true] :is(.name, .note) { color: var(--paper); }
.card .head[aria-pressed=true] + .fold { color: var(--paper); }
.card .head:focus-visible, .columns button:focus-visible { outline: calc(2px * max(1, .7)) solid var(--focus); outline-offset: 1px; }
.far .head:focus-visible { outline-width: 5px; }
.card.hot { border-color: var(--faint); z-index: 2; }
.card.cold { background: none; border-color: transparent; box-shadow: none; }
.card.cold .name { color: var(--faint); font-weight: 400; }
.card.cold :is(.note, .fold) { visibility: hidden; }
.far .card .note, .far .card .fold { display: none; }
.far .card .head { padding-right: 10px; }
.far .card .head .name { white-space: normal; overflow-wrap: anywhere; line-height: 1.08; max-height: 2.2em; }
.far .columns { visibility: hidden; }
.far .card { border-color: var(--quiet-line); }
.far .card.cold { border-color: transparent; }
@media (prefers-reduced-motion: no-preference) { #world.gliding { transition: transform .32s cubic-bezier(.3, .7, .2, 1); } }

#legend { display: flex; align-items: center; gap: .3rem 1.8rem; flex-wrap: wrap; max-height: 4.6rem; overflow: hidden; padding: .5rem 1.5rem; border-top: 1px solid var(--hair); font-size: .8rem; color: var(--soft); }
#legend fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .1rem 1.6rem; }
#legend label { display: flex; align-items: center; gap: .5rem; cursor: pointer; min-height: 1.5rem; white-space: nowrap; }
#legend label strong { font-weight: 500; color: var(--ink); margin-right: -.15rem; }
#legend input { accent-color: var(--up); margin: 0; width: 1rem; height: 1rem; }
.sample { width: 34px; height: 8px; flex: none; }
.sample path { stroke: var(--ink); stroke-width: 1.6; fill: none; }
.sample.indirect path { stroke-dasharray: 6 4; }
.sample.rows path { stroke-dasharray: 1.6 4; stroke-linecap: round; }
.sides { display: flex; gap: 1.2rem; }
.sides span::before { content: ""; display: inline-block; width: .7em; height: .7em; border-radius: 2px; margin-right: .45em; background: currentColor; }
.sides .up { color: var(--up); }
.sides .down { color: var(--down); }
.keys { margin-left: auto; display: flex; gap: .1rem 1.1rem; color: var(--soft); white-space: nowrap; flex-wrap: wrap; }

#panel { border-left: 1px solid var(--hair); background: var(--paper); overflow-y: auto; padding: 1.2rem 1.5rem 2rem; min-height: 0; }
.panel-top { display: flex; justify-content: space-between; align-items: center; }
.plain { background: none; border: 1px solid var(--quiet-line); border-radius: 6px; padding: .25rem .7rem; font-size: .82rem; white-space: nowrap; }
.plain:hover { background: var(--wash); }
.plain[aria-pressed=true] { background: var(--ink); color: var(--paper); border-color: var(--ink); }
.close { border-color: transparent; font-size: 1.3rem; line-height: 1; padding: .2rem .55rem; margin-right: -.5rem; color: var(--soft); }
#panel h2 { font-size: 1.55rem; margin: .15rem 0 .5rem; overflow-wrap: anywhere; }
#panel h2:focus { outline: none; }
#panel h2 .of { color: var(--soft); font-size: .72em; }
#panel h2 .of a { text-decoration: none; } #panel h2 .of a:hover { text-decoration: underline; }
#panel .description { color: var(--soft); font-size: .95rem; margin-bottom: .9rem; }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .2rem 1.1rem; font-size: .86rem; margin-bottom: 1rem; align-items: baseline; }
.facts dt { color: var(--faint); font-size: .8rem; }
.facts dd { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.reach { display: flex; justify-content: space-between; align-items: center; gap: .8rem; padding: .6rem 0; border-block: 1px solid var(--hair); font-size: .82rem; color: var(--soft); }
#panel h3 { font: 500 .8rem/1.4 var(--sans); color: var(--faint); margin: 1.3rem 0 .45rem; }
#panel h3.mono { font-family: var(--mono); color: var(--soft); }
.edges, .column-list { list-style: none; margin: 0; padding: 0; }
.edges li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem .8rem; padding: .4rem 0; border-bottom: 1px solid var(--hair); font-size: .9rem; align-items: baseline; }
.edges li:last-child { border-bottom: 0; }
.edges a { overflow-wrap: anywhere; text-decoration-color: var(--quiet-line); }
.badges { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .3rem; }
.badge { font-size: .72rem; color: var(--soft); white-space: nowrap; padding: .02rem .42rem; border: 1px solid var(--quiet-line); border-radius: 99px; }
.badge.direct { border-color: var(--soft); color: var(--ink); }
.badge.indirect { border-style: dashed; }
.badge.rows { border-style: dotted; }
.masking { font-style: italic; }
.edges .where { grid-column: 1 / -1; font-size: .74rem; color: var(--faint); overflow-wrap: anywhere; }
.quiet { font-size: .88rem; color: var(--soft); margin-top: 1rem; }
.column-list li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .8rem; padding: .3rem 0; border-bottom: 1px solid var(--hair); font-size: .9rem; }
.column-list a { text-decoration-color: var(--quiet-line); overflow-wrap: anywhere; }
.column-list .type { font-size: .74rem; color: var(--faint); }
.column-list .about { grid-column: 1 / -1; font-size: .78rem; color: var(--soft); }
.tests { margin-top: 1rem; } .tests summary { font-size: .82rem; color: var(--soft); cursor: pointer; }
.tests ul { margin: .3rem 0 0; padding-left: 1.2rem; font-size: .82rem; color: var(--soft); }
.source { display: grid; grid-template-columns: auto minmax(0, 1fr); max-height: 20rem; overflow: auto; background: var(--raised); border: 1px solid var(--hair); border-radius: 7px; font-size: .76rem; line-height: 1.6; }
.source pre { padding: .7rem 1rem .7rem .8rem; font-size: inherit; line-height: inherit; tab-size: 2; }
.source code { font-size: inherit; }
.source .numbers { padding-inline: .9rem 0; text-align: right; color: var(--faint); position: sticky; left: 0; background: var(--raised); user-select: none; }
.source .comment { color: var(--soft); font-style: italic; }
.source .keyword { color: var(--up); }
.source .quoted { color: var(--good); }
.source mark { background: var(--lit); color: var(--ink); border-radius: 3px; padding: .1em 0; box-shadow: 0 0 0 2px var(--lit); }
.source mark span { color: inherit; }
.other { margin-top: .9rem; } .other summary { cursor: pointer; color: var(--soft); font-size: .8rem; margin-bottom: .4rem; }

#table { overflow-y: auto; padding: 1.2rem clamp(1.2rem, 4vw, 3rem) 4rem; min-height: 0; }
#table > * { max-width: 76rem; margin-inline: auto; }
#table h2 { font-size: 1.35rem; margin-block: 1.6rem .4rem; }
#table details { border-bottom: 1px solid var(--hair); }
#table summary { padding: .5rem 0; cursor: pointer; font-size: .95rem; }
#table summary strong { font-weight: 500; }
#table summary span { color: var(--soft); font-size: .84rem; margin-left: .6rem; }
#table .scroll { padding: 0 0 1rem 1.2rem; }
#table td, #table tbody th { vertical-align: top; padding-top: .55rem; }
#table td:nth-child(3), #table td:nth-child(4) { min-width: 17rem; }
#table td.mono { font-size: .74rem; color: var(--soft); }
#table .edges li { padding: 0 0 .3rem; border: 0; font-size: .84rem; grid-template-columns: auto minmax(0, 1fr); }
#table .edges .where { display: none; }
#table .badges { justify-content: flex-start; }
#table tr[aria-current] > * { background: var(--up-wash); }

@media (max-width: 60rem) {
  .bar { grid-template-columns: minmax(0, 1fr) auto; gap: .6rem 1rem; padding-inline: 1rem; }
  .search { grid-column: 1 / -1; grid-row: 2; }
  .with-panel #main { grid-template-columns: minmax(0, 1fr); grid-template-rows: minmax(0, 1fr) minmax(0, 46vh); }
  #panel { border-left: 0; border-top: 1px solid var(--hair); }
  .keys { display: none; }
}
@media (forced-colors: active) { #lines path, #path path { stroke: CanvasText; } .card { border-color: CanvasText; } }
@media print { body { overflow: visible; height: auto; } .tools, .search, #legend { display: none; } }
`;
