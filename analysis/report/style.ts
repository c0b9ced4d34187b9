/** The look of a report: plain elements, light and dark as the reader's system is, and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf6; --raised: #ffffff; --ink: #1c1f24; --muted: #575d68; --rule: #dcd9cf; --care: #fdf1d3;
  --s0: #1b5fa6; --s1: #b8480c; --s2: #1c7563; --s3: #4a3d7c; --s4: #8a6100; --s5: #a3162b; --focus: #1b5fa6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --raised: #1c2026; --ink: #eceae4; --muted: #a5abb6; --rule: #353b44; --care: #3a3220;
    --s0: #6fb1f2; --s1: #f2955b; --s2: #6ccbae; --s3: #b9a9f2; --s4: #e3b341; --s5: #ff8f9c; --focus: #8cc4ff;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); }
body { margin: 0 auto; max-width: 72rem; padding: 1.25rem clamp(0.9rem, 4vw, 2.5rem) 3rem; overflow-wrap: break-word; }
h1, h2, h3 { font-family: ui-serif, Palatino, Georgia, "Noto Serif", serif; line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.6rem, 1.2rem + 1.6vw, 2.2rem); margin: 0 0 0.5rem; }
h2 { font-size: 1.45rem; margin: 2.5rem 0 0.5rem; padding-top: 1rem; border-top: 2px solid var(--rule); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 0.4rem; }
p, ul { margin: 0 0 0.8rem; max-width: 48rem; }
ul { padding-left: 1.2rem; }
li { margin-bottom: 0.35rem; }
.caption { margin: 0.6rem 0 0.2rem; color: var(--muted); font-size: 0.92rem; }
.muted { color: var(--muted); font-size: 0.92rem; }
.care { background: var(--care); padding: 0.8rem 1rem 0.5rem; border-radius: 0.4rem; max-width: 52rem; }
.care h2 { border: 0; margin: 0 0 0.4rem; padding: 0; font-size: 1.15rem; }
a { color: var(--s0); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.scroll { overflow-x: auto; max-width: 100%; margin: 0 0 0.8rem; }
table { border-collapse: collapse; font-size: 0.92rem; }
th, td { padding: 0.28rem 0.9rem 0.28rem 0; text-align: left; vertical-align: middle; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; }
thead th { color: var(--muted); vertical-align: bottom; }
tbody th { font-weight: 500; min-width: 7rem; max-width: 20rem; }
td ul { margin: 0; padding-left: 1rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
td:has(svg) { white-space: nowrap; }
tr.chosen td, tr.chosen th { font-weight: 650; }
.plots { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; margin: 0 0 0.8rem; padding: 0; }
figure { margin: 0; }
figcaption { font-size: 0.88rem; color: var(--muted); max-width: 320px; }
svg { display: block; max-width: 100%; height: auto; }
svg.cell { max-width: none; height: 20px; }
.key { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; list-style: none; padding: 0; font-size: 0.9rem; }
.key li { display: flex; align-items: center; gap: 0.4rem; margin: 0; }
.tick, .title, .mark { font-size: 11px; fill: var(--muted); font-family: system-ui, sans-serif; }
.title, .mark { fill: var(--ink); }
.grid { stroke: var(--rule); stroke-width: 1; }
.axis, .zero { stroke: var(--muted); stroke-width: 1; }
.zero { stroke-dasharray: 2 2; }
.bar { fill: var(--s0); fill-opacity: 0.55; }
.dot { fill: var(--s0); }
.ring { fill: none; stroke: var(--s1); stroke-width: 2.5; }
.whisker { fill: none; stroke: var(--ink); stroke-width: 1.3; }
.line { fill: none; stroke-width: 2; }
.error { stroke-width: 1.5; stroke-opacity: 0.75; }
.line.s0, .error.s0 { stroke: var(--s0); } .point.s0 { fill: var(--s0); }
.line.s1, .error.s1 { stroke: var(--s1); } .point.s1 { fill: var(--s1); } .line.s1 { stroke-dasharray: 7 3; }
.line.s2, .error.s2 { stroke: var(--s2); } .point.s2 { fill: var(--s2); } .line.s2 { stroke-dasharray: 2 3; }
.line.s3, .error.s3 { stroke: var(--s3); } .point.s3 { fill: var(--s3); } .line.s3 { stroke-dasharray: 10 3 2 3; }
.line.s4, .error.s4 { stroke: var(--s4); } .point.s4 { fill: var(--s4); } .line.s4 { stroke-dasharray: 4 2; }
.line.s5, .error.s5 { stroke: var(--s5); } .point.s5 { fill: var(--s5); } .line.s5 { stroke-dasharray: 1 2; }
pre { font-size: 0.82rem; background: var(--raised); border: 1px solid var(--rule); padding: 0.75rem; overflow-x: auto; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.25rem 1rem; font-size: 0.92rem; }
dt { color: var(--muted); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.2rem; max-width: none; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--rule); padding-top: 0.8rem; color: var(--muted); font-size: 0.9rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 0.4rem; } }
@media print {
  :root {
    color-scheme: light; --paper: #ffffff; --raised: #ffffff; --ink: #000000; --muted: #444444; --rule: #bbbbbb; --care: #ffffff;
    --s0: #1b5fa6; --s1: #b8480c; --s2: #1c7563; --s3: #4a3d7c; --s4: #8a6100; --s5: #a3162b;
  }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2, h3, .caption { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .scroll, pre { overflow: visible; }
  pre { white-space: pre-wrap; }
  .bar, .dot { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
