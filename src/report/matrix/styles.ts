/** What the heat table adds to the page's style sheet. */
export const HEAT_STYLES = `
:root { --heat-saturation: 62%; --heat-light: 86%; }
@media (prefers-color-scheme: dark) { :root { --heat-saturation: 45%; --heat-light: 24%; } }
body { max-width: 1640px; }
table.heat { border-spacing: 2px; font-size: .84rem; }
table.heat caption { max-width: min(90ch, 100vw - 56px); padding-bottom: 10px; font-weight: 400; color: var(--muted); }
table.heat :is(th, td) { min-width: 0; padding: 6px 9px; border: 0; border-radius: 5px; }
table.heat thead th { font: 600 .8rem/1.3 var(--mono); vertical-align: bottom; max-width: 10rem; }
table.heat tbody th { font-family: var(--mono); color: var(--text); min-width: 13rem;
  position: sticky; left: 0; background: var(--page); }
table.heat small { display: block; font: 400 .76rem/1.35 var(--sans); white-space: nowrap; }
table.heat tbody th small { color: var(--muted); white-space: normal; max-width: 22rem; }
table.heat td strong { white-space: nowrap; font-variant-numeric: tabular-nums; }
table.heat td.lost { background: hsl(var(--hue) var(--heat-saturation) var(--heat-light)); }
table.heat td.lost.inconclusive { background: var(--raised); color: var(--muted); }
table.heat td:is(.worse, .better, .inconclusive) { outline: 2px dashed var(--text); outline-offset: -2px; }
table.heat td.empty { background: var(--raised); color: var(--muted); font-size: .76rem; }
table.heat tbody tr:hover { background: none; }
main > table { margin-top: 26px; }
@media (min-width: 901px) { main > table :is(th, td):nth-child(n) { min-width: 0; padding-right: 8px; }
  main > table :is(th, td):nth-child(2) { min-width: 3.6em; } main > table :is(th, td):first-child { min-width: 7em; } }
@media (min-width: 1280px) { main > table :is(th, td):nth-child(n) { padding-right: 14px; }
  main > table code { white-space: nowrap; } }
main > table caption { position: static; width: auto; height: auto; clip-path: none; padding: 12px 16px; }
@page { size: landscape; }
@media (max-width: 900px) {
  table.heat { display: table; }
  table.heat tbody { display: table-row-group; } table.heat caption { display: table-caption; }
  table.heat thead { position: static; display: table-header-group; clip-path: none; }
  table.heat tr { display: table-row; }
  table.heat td::before { content: none; }
  table.heat tbody th { min-width: 8rem; max-width: 9rem; }
}
`;
