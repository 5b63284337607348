import { FACTS_CSS, STATUS_CSS } from '../run-page/run-page-style.ts';

/** The catalogue's own layout, on top of the shared theme. */
export const DOCS_PAGE_CSS = `
[hidden] { display: none !important; }
button { font: inherit; color: inherit; cursor: pointer; }
.bar { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .9rem 1.6rem; \
border-bottom: 1px solid var(--hair); }
.bar .title { min-width: 0; }
.bar h1 { font-size: 1.4rem; }
.bar h1 a { text-decoration: none; }
.bar h1 span { font-style: italic; color: var(--soft); }
.bar p { font-size: .8rem; color: var(--soft); overflow-wrap: anywhere; }
#theme { min-width: 2.2rem; height: 2.2rem; background: none; border: 0; border-radius: 6px; color: var(--soft); }
#theme:hover { background: var(--wash); color: var(--ink); }
.sides { display: grid; grid-template-columns: 22rem minmax(0, 1fr); align-items: start; }

nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1.3rem 1.2rem 2rem 1.6rem; \
border-right: 1px solid var(--hair); }
nav label { display: block; font-size: .84rem; font-weight: 500; margin-bottom: .35rem; }
nav label span { color: var(--soft); font-weight: 400; }
#search { width: 100%; font: inherit; font-size: .92rem; color: var(--ink); background: var(--raised); \
border: 1px solid var(--faint); border-radius: 7px; padding: .46rem .75rem; }
#search:focus { outline: 2px solid var(--focus); outline-offset: -1px; }
#kinds { display: flex; flex-wrap: wrap; gap: .3rem; margin: .8rem 0 .6rem; }
#kinds button { font-size: .78rem; background: none; border: 1px solid var(--hair); border-radius: 999px; \
padding: .16rem .6rem; color: var(--soft); }
#kinds button:hover { color: var(--ink); }
#kinds button[aria-pressed=true] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
#said { font-size: .78rem; color: var(--soft); min-height: 1.3em; }
#found { list-style: none; padding: 0; margin: .3rem 0 0; }
#found a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .7rem; padding: .42rem .6rem; \
border-radius: 6px; text-decoration: none; font-size: .88rem; line-height: 1.35; }
#found a:hover { background: var(--wash); }
#found a[aria-current] { background: var(--wash); box-shadow: inset 3px 0 var(--line); }
#found .name { overflow-wrap: anywhere; font-weight: 500; }
#found .kind { color: var(--soft); font-size: .74rem; align-self: center; }
#found .about { grid-column: 1 / -1; color: var(--soft); font-size: .78rem; overflow-wrap: anywhere; \
unicode-bidi: isolate; }
#more { font-size: .84rem; background: none; border: 1px solid var(--hair); border-radius: 6px; \
padding: .4rem .8rem; margin-top: .6rem; }

main { padding: 1.8rem clamp(1.2rem, 4vw, 3.5rem) 3rem; min-width: 0; }
main:focus { outline: none; }
main > * { max-width: 62rem; }
main h2 { font-size: clamp(1.6rem, 4vw, 2.3rem); margin: .2rem 0 .6rem; }
main h3 { font-size: 1.2rem; margin: 2.4rem 0 .8rem; }
main .about { font-size: 1.02rem; max-width: 46rem; white-space: pre-line; overflow-wrap: anywhere; \
unicode-bidi: isolate; }
main .provenance { margin-top: 1.4rem; }
main .warning { margin-top: .7rem; overflow-wrap: anywhere; }
.ways { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin-top: 1.1rem; font-size: .92rem; }
.back { display: none; }
td, th { overflow-wrap: break-word; }
td.words { min-width: 12rem; }
td .status { display: block; white-space: nowrap; }
.checks { list-style: none; padding: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; \
font-size: .88rem; }
.checks li { overflow-wrap: anywhere; }
.ends { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem 2.5rem; }
.ends h4 { font: 500 .84rem/1.4 var(--sans); color: var(--soft); margin: 0 0 .3rem; }
.ends ul, .gone { list-style: none; padding: 0; margin: 0; }
.ends li { overflow-wrap: anywhere; font-size: .92rem; padding: .1rem 0; }
.ends .none { color: var(--soft); font-size: .92rem; }
.file { font-size: .8rem; color: var(--soft); margin: .9rem 0 .35rem; overflow-wrap: anywhere; }
details > summary { cursor: pointer; color: var(--soft); font-size: .86rem; margin-top: .9rem; \
overflow-wrap: anywhere; }
.text { border: 1px solid var(--hair); border-radius: 8px; padding: .7rem 0; }
.source { width: max-content; min-width: 100%; font-size: .82rem; line-height: 1.55; padding-right: 1rem; }
.source .line { display: flex; min-height: 1.55em; }
.source .number { flex: none; width: 3.4em; padding-right: 1.1em; color: var(--faint); user-select: none; }
.source code { font-size: 1em; white-space: pre; }
.source .comment { color: var(--faint); font-style: italic; }
.source .quoted { color: var(--good); }
.source .keyword { color: var(--line); }
${STATUS_CSS}${FACTS_CSS}body > footer { padding: 1.1rem 1.6rem; border-top: 1px solid var(--hair); \
font-size: .8rem; color: var(--soft); }

@media screen and (max-width: 54rem) {
  .sides { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; max-height: none; border-right: 0; padding: 1.1rem 1.2rem; }
  .reading nav { display: none; }
  .reading .back { display: block; font-size: .9rem; margin-bottom: 1rem; }
  .bar { padding-inline: 1.2rem; }
  .ends { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  nav, #theme, .back, .skip { display: none; }
  .sides { display: block; }
  main { padding: 1rem 0; }
  .source { width: auto; }
  .source code { white-space: pre-wrap; }
}
`;
