/** The page's style sheet: light and dark, narrow and wide, screen and paper. Of hundreds of cases only those in sight are drawn. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --surface: #ffffff; --raised: #f1f3f6; --line: #d9dee5; --text: #1b2430; --muted: #5a6675;
  --accent: #1f5fbf; --theory: #a8500a; --event: #6b3fa0;
  --pass: #17693a; --pass-soft: #e3f3e8; --fail: #b3201f; --fail-soft: #fbe8e7;
  --inconclusive: #7d5200; --inconclusive-soft: #fbf0d9;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", Menlo, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11151b; --surface: #181e26; --raised: #202833; --line: #323c49; --text: #e3e8ee; --muted: #9aa7b6;
    --accent: #7fb0f5; --theory: #e9a05c; --event: #c3a1ef;
    --pass: #7fd39b; --pass-soft: #17301f; --fail: #ff9089; --fail-soft: #3c1b1b;
    --inconclusive: #ecc067; --inconclusive-soft: #35290f;
  }
}
* { box-sizing: border-box; }
html { font: 15px/1.5 var(--sans); background: var(--page); color: var(--text); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 1440px; padding: 20px 28px 40px; overflow-wrap: anywhere; }
h1, h2, h3, h4, p, ul, ol, dl, figure { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { font-size: 1.2rem; line-height: 1.3; }
h3 { font-size: .8rem; text-transform: uppercase; letter-spacing: .07em; color: var(--muted); margin: 26px 0 8px; }
h4 { font-size: 1rem; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code { font: .87em/1.5 var(--mono); }
.muted, .note { color: var(--muted); }
.note { font-size: .9rem; }
.warning { color: var(--fail); }
.doubt { color: var(--inconclusive); }
.files { margin-top: 14px; }
header.page { margin-bottom: 18px; }
.not-passed { margin-top: 8px; }
article, main > table, main > .reasons { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
article { padding: 20px 24px 24px; margin-top: 22px; border-top: 3px solid var(--line); scroll-margin-top: 12px; }
article.pass { border-top-color: var(--pass); }
article.fail { border-top-color: var(--fail); }
article.inconclusive { border-top-color: var(--inconclusive); }
@media screen { article { content-visibility: auto; contain-intrinsic-size: auto 1500px; } }
.about { margin-top: 10px; max-width: 78ch; white-space: pre-line; }

.badge { display: inline-block; padding: 1px 9px; border-radius: 99px; font: 600 .82rem/1.5 var(--sans);
  letter-spacing: 0; white-space: nowrap; vertical-align: middle; }
.badge.pass { color: var(--pass); background: var(--pass-soft); }
.badge.fail { color: var(--fail); background: var(--fail-soft); }
.badge.inconclusive { color: var(--inconclusive); background: var(--inconclusive-soft); }
.reasons { margin-top: 12px; padding: 10px 14px; border-radius: 8px; }
.reasons.fail { background: var(--fail-soft); }
.reasons.inconclusive { background: var(--inconclusive-soft); }
.reasons p { font-weight: 600; }
.reasons ul { padding-left: 1.2em; }
.expectations { list-style: none; padding: 0; }
.expectations li { display: grid; grid-template-columns: 8.2rem 1fr; gap: 2px 10px; padding: 7px 0; }
.expectations .badge { justify-self: start; align-self: start; margin-top: 1px; }
.expectations li + li { border-top: 1px solid var(--line); }
.plain { list-style: none; padding: 0; margin-top: 8px; }
.plain + .note { margin-top: 8px; }
.evidence { color: var(--muted); font-size: .92rem; }

table { border-collapse: separate; border-spacing: 0; font-size: .92rem; max-width: 100%; }
main > table { width: 100%; margin-top: 14px; }
article table { margin-top: 12px; }
@media (min-width: 1100px) { .address { white-space: nowrap; } }
caption { text-align: left; font-weight: 600; padding: 0 0 5px; }
main > table caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th { text-align: left; font-weight: 600; color: var(--muted); font-size: .85rem; vertical-align: bottom; overflow-wrap: normal; }
@media (min-width: 901px) { td:not(.number) { min-width: 7em; } td:first-child { min-width: 11em; }
  main > table td:first-child { min-width: 16em; } main > table td:nth-child(4) { min-width: 13em; } }
th, td { padding: 5px 26px 5px 0; border-bottom: 1px solid var(--line); }
main > table :is(th, td):first-child { padding-left: 16px; }
main > table tr:last-child td, article tbody tr:last-child td { border-bottom: 0; }
td { vertical-align: top; }
tbody tr:hover { background: var(--raised); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.token { white-space: nowrap; }
.outcome { font-weight: 600; }
.outcome:is(.reset, .refused, .cut) { color: var(--fail); }
.outcome.closed { color: var(--pass); }
.outcome:is(.unanswered, .half-open, .open, .partial) { color: var(--inconclusive); }
details { margin-top: 12px; }
summary { cursor: pointer; font-weight: 600; color: var(--accent); }
.interval { display: block; }
.interval .axis { stroke: var(--line); stroke-width: 6; stroke-linecap: round; }
.interval .range { stroke: var(--accent); stroke-width: 3; }
.interval .theory { stroke: var(--theory); stroke-width: 2.5; }
.interval circle { fill: var(--accent); }

figure { margin-top: 14px; }
figure + figure { margin-top: 26px; }
.scroll { overflow-x: auto; }
.ladder-columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px 28px; margin-top: 8px; }
@media (min-width: 980px) {
  .ladder-columns { grid-template-columns: minmax(0, var(--ladder)) minmax(20rem, 1fr); align-items: start; }
}
.ladder { display: block; width: 100%; height: auto; font-family: var(--sans); font-size: 12px; fill: var(--text); }
.ladder text { stroke: var(--surface); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
.lifeline line { stroke: var(--muted); stroke-width: 1; opacity: .6; }
.lifeline rect { fill: var(--raised); stroke: var(--line); }
.lifeline .name { text-anchor: middle; font-weight: 600; stroke: none; }
.lifeline .node { text-anchor: middle; font: 10.5px var(--mono); fill: var(--muted); stroke: none; }
.packet line { stroke: var(--text); stroke-width: 1.4; }
.packet polygon, .packet circle { fill: var(--text); }
.packet .flags { text-anchor: middle; font: 600 12.5px var(--mono); }
.packet .size { font-weight: 400; font-size: 11px; fill: var(--muted); }
.packet.reset line { stroke: var(--fail); stroke-width: 2; stroke-dasharray: 7 3; }
.packet.reset polygon, .packet.reset circle, .packet.reset .flags { fill: var(--fail); }
.ladder .number { text-anchor: end; font-size: 10.5px; fill: var(--muted); }
.ladder .time { text-anchor: end; font: 10.5px var(--mono); fill: var(--muted); }
.event line { stroke: var(--event); stroke-width: 1.6; stroke-dasharray: 2 3; }
.event .what { text-anchor: end; font-weight: 600; font-size: 11.5px; fill: var(--event); }
.event .time { fill: var(--event); }
.fold rect { fill: var(--surface); }
.fold line { stroke: var(--muted); stroke-width: 1.4; stroke-dasharray: 1 4; stroke-linecap: round; }
.fold text { font-size: 11px; fill: var(--muted); }
.lines { margin-top: 6px; }
.lines ol { margin: 6px 0 0; padding: 8px 12px 8px 2.7em; background: var(--raised); border-radius: 8px; font-size: .87rem; }
.lines li { padding: 1px 0; }
.lines li::marker { color: var(--muted); font-variant-numeric: tabular-nums; }
.lines li.reset code { color: var(--fail); font-weight: 600; }
.chart { max-width: 540px; }
.chart-columns { display: flex; flex-wrap: wrap; gap: 0 44px; align-items: center; }
.chart-columns .scroll { flex: 1 1 420px; max-width: 540px; }
.chart svg { display: block; width: 100%; height: auto; min-width: 330px; overflow: visible; color: var(--text); }
.legend .key { display: inline-block; vertical-align: middle; margin: 0 4px 2px 0; }
.legend .measured { width: 10px; height: 10px; border-radius: 50%; background: var(--accent); }
footer { margin-top: 26px; color: var(--muted); }
footer h2 { font-size: .8rem; text-transform: uppercase; letter-spacing: .07em; }
footer dl { display: flex; flex-wrap: wrap; gap: 4px 26px; margin-top: 6px; font-size: .9rem; }
footer dl div { display: flex; gap: 6px; }
footer dd { margin: 0; color: var(--text); }

@media (max-width: 760px) {
  body { padding: 14px 12px 28px; }
  article { padding: 14px 14px 18px; }
  .expectations li { grid-template-columns: 1fr; }
}
@media (max-width: 900px) {
  table, tbody, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: flex; flex-wrap: wrap; gap: 1px 20px; padding: 7px 0; border-bottom: 1px solid var(--line); }
  main > table tr { padding: 8px 14px; }
  tbody tr:last-child { border-bottom: 0; }
  td, td.number, main > table td:first-child { padding: 0; border: 0; text-align: left; white-space: normal; }
  td:first-child { flex-basis: 100%; font-weight: 600; }
  td:not(:first-child)::before { content: attr(data-head) " "; color: var(--muted); font-size: .85rem; }
  td .interval { display: inline-block; vertical-align: middle; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --surface: #fff; --raised: #f4f5f7; --line: #c9cfd8; --text: #000;
    --muted: #444c57; --accent: #17498f; --theory: #8a4208; --event: #553085; --pass: #145a32; --pass-soft: #e3f3e8;
    --fail: #9c1a19; --fail-soft: #fbe8e7; --inconclusive: #6b4600; --inconclusive-soft: #fbf0d9; }
  html { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { padding: 0; max-width: none; }
  article { border-width: 1px 0 0; border-radius: 0; padding: 12px 0; }
  figure, .expectations li, tr { break-inside: avoid; }
  h2, h3, h4, caption { break-after: avoid; }
  .scroll { overflow: visible; }
}
`;
