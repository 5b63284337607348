/** The card's own layout, on top of the shared theme. */
export const CARD_CSS = `
body { padding: clamp(1.25rem, 4vw, 4rem) clamp(1.1rem, 4vw, 3rem); }
.top, .columns, body > footer { max-width: 66rem; margin-inline: auto; }
.top { padding-bottom: 2.2rem; border-bottom: 1px solid var(--rule); }
.top h1 { font-size: clamp(2.1rem, 5.5vw, 3.4rem); letter-spacing: -.015em; margin: .5rem 0 0; }
.lede { font: 400 1.2rem/1.5 var(--serif); color: var(--soft); max-width: 38rem; margin-top: .9rem; \
overflow-wrap: anywhere; }
.notice { border-left: 3px solid var(--faint); padding: .5rem 0 .5rem .95rem; color: var(--soft); max-width: 44rem; }
.notice.warning { border-color: var(--alarm); color: var(--alarm); }
.top .notice { margin-top: 1.3rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 3.5rem; }
nav { display: none; }
main { min-width: 0; }
main:focus { outline: none; }
section { padding: 2.6rem 0 .4rem; }
section > h2 { font-size: 1.5rem; margin-bottom: 1.1rem; }
section > * + * { margin-top: 1.15rem; }
section > p, section > ul { max-width: 44rem; }
section > h2 + * { margin-top: 0; }
ul { padding-left: 1.1rem; }
li + li { margin-top: .35rem; }
li::marker { color: var(--faint); }
p, li, dd, td, th { overflow-wrap: break-word; }

.summary { max-width: 52rem; }
.summary > div { display: grid; grid-template-columns: 6.4rem 1fr; gap: 0 1.2rem; padding: .5rem 0; \
border-bottom: 1px solid var(--hair); align-items: baseline; }
.summary dt { font-size: .82rem; color: var(--faint); }
.summary dd { font-size: .92rem; line-height: 1.42; overflow-wrap: anywhere; }
.summary .big { display: block; font-size: 1.3rem; line-height: 1.1; font-weight: 300; margin-bottom: .2rem; }
.summary .big data { font-size: 2.9rem; letter-spacing: -.03em; font-variant-numeric: proportional-nums; }
.summary .warns dd { color: var(--alarm); }
#summary { padding-top: 1.6rem; }
#summary > h2 { margin-bottom: .5rem; }
#summary > p { font: 400 1.1rem/1.5 var(--serif); color: var(--soft); max-width: 38rem; overflow-wrap: anywhere; }

.facts { max-width: 50rem; }
.facts > div { display: grid; grid-template-columns: minmax(9rem, 12rem) 1fr; gap: .2rem 1.5rem; padding: .42rem 0; \
border-bottom: 1px solid var(--hair); font-size: .92rem; }
.facts dt { color: var(--faint); overflow-wrap: anywhere; }
.facts dd { overflow-wrap: anywhere; }

figure { padding-top: .4rem; }
figcaption { font-size: .84rem; color: var(--soft); margin-top: .5rem; max-width: 44rem; }
figure[data-pointer$="/roc"] > div, #calibration figure > div { max-width: 23rem; }
#stability figure > .wide-only, figure[data-pointer$="/steps"] > .wide-only { display: grid; \
grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1.4rem 2rem; }
#stability .chart + .chart { margin-top: 0; }
#stability .narrow-only .chart + .chart, #performance .narrow-only .chart + .chart { margin-top: 1.4rem; }
@media screen and (max-width: 40rem) { #stability figure > .wide-only, figure[data-pointer$="/steps"] > .wide-only { \
display: none; } }

td:nth-child(2):not(.number) { min-width: 12rem; }
#contributions td data { white-space: nowrap; }
#contributions td:nth-child(6) { min-width: 13rem; }
tbody th { min-width: 7rem; }
summary { cursor: pointer; color: var(--soft); font-size: .88rem; padding: .3rem 0; }
details[open] summary { margin-bottom: .5rem; }
pre { padding: .9rem 1.1rem; border: 1px solid var(--hair); border-radius: 3px; }
.ways { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; font-size: .88rem; margin-top: 1.1rem; color: var(--soft); }
body > footer { margin-top: 3.5rem; padding-top: 1.1rem; border-top: 1px solid var(--hair); font-size: .8rem; \
color: var(--faint); overflow-wrap: anywhere; }

@media screen and (min-width: 72rem) {
  .columns { grid-template-columns: minmax(0, 1fr) 11.5rem; }
  nav { display: block; order: 2; }
  nav ol { position: sticky; top: 2.5rem; list-style: none; padding: 0; margin-top: 3rem; font-size: .82rem; \
line-height: 1.35; }
  nav li + li { margin-top: .5rem; }
  nav a { color: var(--faint); text-decoration: none; }
  nav a:hover { color: var(--ink); }
}
@media screen and (max-width: 34rem) {
  .facts > div { grid-template-columns: 1fr; }
  .summary > div { grid-template-columns: 4.9rem 1fr; gap: 0 .7rem; padding: .38rem 0; }
  .summary dd { font-size: .86rem; line-height: 1.38; }
  .summary .big { font-size: 1.1rem; }
  .summary .big data { font-size: 2.2rem; }
}
@media print {
  @page { margin: 18mm 16mm; }
  body { padding: 0; font-size: 9.5pt; }
  .top h1 { font-size: 26pt; }
  section { padding-top: 1.4rem; }
  section > h2, caption { break-after: avoid; }
  figure, tr, .facts > div, .summary { break-inside: avoid; }
  thead { display: table-header-group; }
  thead tr { break-after: avoid; }
  tbody tr:first-child, tbody tr:last-child { break-before: avoid; }
  table { font-size: 7.6pt; }
  th, td { padding: .25rem .6rem .25rem 0; }
  .scroll { overflow: visible; }
  td:nth-child(2):not(.number), tbody th { min-width: 0; }
  figure .chart { max-height: 80mm; }
  tbody th { white-space: nowrap; }
  summary { list-style: none; }
  summary::-webkit-details-marker { display: none; }
  details::details-content { content-visibility: visible; height: auto; }
  pre { white-space: pre-wrap; }
}
`;
