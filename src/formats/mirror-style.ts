// How the mirror is drawn: six colours that are told apart on light and on dark paper, each with its letter.

const colours = `
  --paper: #fdfcf9; --ink: #23211d; --quiet: #6b665c; --line: #e2ddd2; --rest: #ddd7c9; --on: #ffffff;
  --k0: #2f5f8a; --k1: #a4541a; --k2: #3a7350; --k3: #854a78; --k4: #7d6c12; --k5: #5a5c96;`;
const darkColours = `
  --paper: #191a1c; --ink: #dedad2; --quiet: #9a958b; --line: #34363a; --rest: #3d4045; --on: #17181a;
  --k0: #8fbfe8; --k1: #e8a06a; --k2: #86c79d; --k3: #d69bc9; --k4: #d3c263; --k5: #aeb0ec;`;

const fills = [0, 1, 2, 3, 4, 5].map((at) => `.k${at} { fill: var(--k${at}); }`).join(" ");

/** The style of the picture alone. */
export const pictureStyle: string = `
svg {${colours}
}
@media (prefers-color-scheme: dark) { svg {${darkColours}
} }
text { fill: var(--ink); font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
.head { font-weight: 600; font-size: 14px; }
.count { text-anchor: end; fill: var(--quiet); }
.letter { text-anchor: middle; fill: var(--on); font-weight: 600; }
.paper { fill: var(--paper); }
.rest { fill: var(--rest); }
${fills}
`;

/** The style of the page around it. */
export const mirrorStyle: string = `
:root { color-scheme: light dark;${colours}
}
@media (prefers-color-scheme: dark) { :root {${darkColours}
} }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: clamp(1.25rem, 4vw, 3rem) 1.25rem 4rem; max-width: 48rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  overflow-wrap: break-word;
}
h1 { font-size: clamp(1.5rem, 1.2rem + 1.5vw, 2rem); line-height: 1.2; margin: 0 0 0.5rem; text-wrap: balance; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 0.75rem; }
.when { color: var(--quiet); max-width: 38rem; margin: 0.75rem 0 0; }
svg { display: block; width: 100%; height: auto; }
text { fill: var(--ink); font-size: 12px; }
.count { text-anchor: end; fill: var(--quiet); }
.letter { text-anchor: middle; fill: var(--on); font-weight: 600; }
.rest { fill: var(--rest); }
${fills}
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.1rem; padding: 0; margin: 0.75rem 0; }
.key { display: inline-block; min-width: 1.5em; text-align: center; border-radius: 3px; color: var(--on); font-weight: 600; }
${[0, 1, 2, 3, 4, 5].map((at) => `.key.k${at} { background: var(--k${at}); }`).join(" ")}
table { border-collapse: collapse; display: block; overflow-x: auto; font-size: 0.875rem; margin-top: 0.75rem; }
th, td { text-align: start; padding: 0.3em 1em 0.3em 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--quiet); font-weight: 600; }
td:nth-child(2), td:nth-child(3), td:nth-child(5) { text-align: end; font-variant-numeric: tabular-nums; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; color: var(--quiet); }
@media print { body { max-width: none; } }
`;
