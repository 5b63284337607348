/** The panel beside the graph, and the same lineage as tables. */
export const PANEL_CSS = `
#panel { border-left: 1px solid var(--hair); background: var(--paper); overflow-y: auto; \
padding: 1.1rem 1.5rem 2.5rem; min-height: 0; }
.panel-top { display: flex; justify-content: space-between; align-items: center; }
.close { background: none; border: 0; border-radius: 6px; font-size: 1.3rem; line-height: 1; padding: .2rem .55rem; \
margin-right: -.55rem; color: var(--soft); }
.close:hover { background: var(--wash); color: var(--ink); }
#panel h2 { font-size: 1.6rem; margin: .1rem 0 .45rem; letter-spacing: -.01em; }
#panel h2:focus { outline: none; }
#panel h2 .of { color: var(--soft); font-size: .7em; letter-spacing: 0; }
#panel h2 .of a { text-decoration: none; } #panel h2 .of a:hover { text-decoration: underline; }
#panel .description { color: var(--soft); font-size: .9rem; line-height: 1.5; margin-bottom: .9rem; }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .14rem 1.1rem; font-size: .84rem; \
margin-bottom: .9rem; align-items: baseline; }
.facts dt { color: var(--faint); font-size: .78rem; }
.facts dd { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.reach { padding: .45rem 0; border-block: 1px solid var(--hair); font-size: .8rem; color: var(--soft); }
#panel h3 { font: 550 .8rem/1.4 var(--sans); color: var(--ink); margin: 1.4rem 0 .3rem; }
#panel h3.mono { font-family: var(--mono); font-weight: 400; color: var(--soft); margin-bottom: .45rem; }
.edges, .column-list, .tests { list-style: none; margin: 0; padding: 0; }
.edges li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .05rem .8rem; padding: .36rem 0; \
border-bottom: 1px solid var(--hair); font-size: .86rem; align-items: baseline; }
.edges li:last-child, .column-list li:last-child, .tests li:last-child { border-bottom: 0; }
.edges a { overflow-wrap: anywhere; text-decoration-color: var(--thread); }
.edges .of { color: var(--soft); }
.rest summary { cursor: pointer; font-size: .8rem; color: var(--soft); padding: .3rem 0; }
.badges { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .3rem; }
.badge { font-size: .7rem; line-height: 1.35; color: var(--soft); white-space: nowrap; padding: .04rem .45rem; \
border: 1px solid var(--thread); border-radius: 99px; }
.badge.direct { border-color: var(--soft); color: var(--ink); }
.badge.indirect { border-style: dashed; }
.badge.rows { border-style: dotted; }
.masking { font-style: italic; }
.where { font-size: .72rem; color: var(--faint); overflow-wrap: anywhere; }
.edges .where { grid-column: 1 / -1; }
.quiet { font-size: .86rem; color: var(--soft); margin-top: 1rem; }
.column-list li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .8rem; padding: .3rem 0; \
border-bottom: 1px solid var(--hair); font-size: .86rem; }
.column-list a { text-decoration-color: var(--thread); overflow-wrap: anywhere; }
.column-list .type { font-size: .72rem; color: var(--faint); }
.column-list .about { grid-column: 1 / -1; font-size: .76rem; color: var(--soft); }
.tests li { display: flex; justify-content: space-between; gap: .8rem; padding: .28rem 0; \
border-bottom: 1px solid var(--hair); font-size: .84rem; overflow-wrap: anywhere; align-items: baseline; }
.tests .where { flex: none; max-width: 55%; }
.source { max-height: 22rem; overflow-y: auto; background: var(--raised); border: 1px solid var(--edge); \
border-radius: 8px; font-size: .75rem; line-height: 1.6; padding: .55rem 0; }
.line { display: grid; grid-template-columns: 2.9rem minmax(0, 1fr); padding-right: .8rem; }
.line .number { color: var(--faint); text-align: right; padding-right: 1rem; user-select: none; }
.line code { font-size: inherit; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; padding-left: 4ch; \
text-indent: -4ch; }
.source .comment { color: var(--soft); font-style: italic; }
.source .keyword { color: var(--up); }
.source .quoted { color: var(--good); }
.source mark { background: var(--lit); color: var(--ink); border-radius: 3px; padding: .12em 0; \
box-shadow: 0 0 0 2px var(--lit); box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.source mark span { color: inherit; }
.other { margin-top: .8rem; } .other summary { cursor: pointer; color: var(--soft); font-size: .78rem; \
margin-bottom: .4rem; }

#table { overflow-y: auto; padding: 1.2rem clamp(1.2rem, 4vw, 3rem) 4rem; min-height: 0; }
#table > * { max-width: 76rem; margin-inline: auto; }
#table h2 { font-size: 1.3rem; margin-block: 1.6rem .4rem; }
#table details { border-bottom: 1px solid var(--hair); }
#table summary { padding: .45rem 0; cursor: pointer; font-size: .92rem; }
#table summary strong { font-weight: 550; }
#table summary span { color: var(--soft); font-size: .82rem; margin-left: .6rem; }
#table .scroll { padding: 0 0 1rem 1.2rem; }
#table td, #table tbody th { vertical-align: top; padding-top: .55rem; }
#table td:nth-child(3), #table td:nth-child(4) { min-width: 17rem; }
#table td.mono { font-size: .72rem; color: var(--soft); }
#table .edges li { padding: 0 0 .3rem; border: 0; font-size: .82rem; grid-template-columns: auto minmax(0, 1fr); }
#table .edges .where { display: none; }
#table .badges { justify-content: flex-start; }
#table tr[aria-current] > * { background: var(--wash); }
@media print {
  #panel { border: 0; padding: 0; overflow: visible; break-before: page; }
  .source { max-height: none; }
  .source, .facts, .edges li { break-inside: auto; }
  .facts dd { white-space: normal; overflow-wrap: anywhere; }
}
`;
