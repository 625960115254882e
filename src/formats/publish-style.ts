// The one style sheet of published pages: system fonts, light and dark, from 320 px up.

/** CSS that stands in every page; its hash stands in the page's policy. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --ink: #23211d; --quiet: #6b665c; --line: #e2ddd2; --tint: #f4f1ea; --link: #1d5a8c;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #191a1c; --ink: #dedad2; --quiet: #9a958b; --line: #34363a; --tint: #222427; --link: #8fbfe8; }
}
* { box-sizing: border-box; }
html { font-size: clamp(1.0625rem, 0.98rem + 0.35vw, 1.1875rem); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: clamp(1.25rem, 4vw, 3rem) 1.25rem 4rem; max-width: 38rem;
  background: var(--paper); color: var(--ink);
  font-family: Charter, "Bitstream Charter", "Iowan Old Style", "Sitka Text", Cambria, Georgia, serif;
  line-height: 1.6; overflow-wrap: break-word; text-rendering: optimizeLegibility;
}
nav, footer, .when, .list time, th, small {
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  font-size: 0.8125rem; line-height: 1.5; color: var(--quiet);
}
nav { margin-bottom: clamp(2rem, 7vw, 4rem); }
nav a, footer a { color: inherit; text-decoration: none; }
a { color: var(--link); text-decoration-thickness: 0.06em; text-underline-offset: 0.18em; }
nav a:hover, footer a:hover, .list a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 2px; }
h1, h2, h3, h4, h5, h6 { line-height: 1.22; text-wrap: balance; margin: 2.2em 0 0.6em; font-weight: 600; }
h1 { font-size: clamp(1.7rem, 1.35rem + 1.7vw, 2.3rem); letter-spacing: -0.015em; margin: 0 0 0.4em; }
h2 { font-size: 1.3rem; } h3 { font-size: 1.1rem; } h4, h5, h6 { font-size: 1rem; }
header { margin-bottom: 2.2rem; }
header p { margin: 0; }
p, ul, ol, dl, pre, table, blockquote, figure { margin: 0 0 1.1em; }
p { text-wrap: pretty; }
ul, ol { padding-inline-start: 1.4em; }
li { margin: 0.25em 0; }
li::marker { color: var(--quiet); }
blockquote { margin-inline: 0; padding: 0.1em 0 0.1em 1.1em; border-inline-start: 3px solid var(--line); }
blockquote > :last-child { margin-bottom: 0; }
pre, code, kbd, samp { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.85em; }
code, kbd { background: var(--tint); padding: 0.12em 0.32em; border-radius: 4px; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
pre { background: var(--tint); padding: 0.9em 1.1em; border-radius: 6px; overflow-x: auto; line-height: 1.5; }
pre code { background: none; padding: 0; font-size: 1em; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: 0.4em 0.9em 0.4em 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
th:not([align]) { text-align: start; }
th:last-child, td:last-child { padding-inline-end: 0; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2.4em 0; }
hr + h2 { font-size: 1rem; margin-top: 0; }
mark { background: #f5e6a8; color: #23211d; }
.list { list-style: none; padding: 0; margin: 0; }
.list li { margin: 0 0 1.3em; }
h1 + .list { margin-top: 2.4rem; }
.list a { color: var(--ink); text-decoration: none; font-size: 1.1rem; line-height: 1.35; }
.list time { display: block; }
footer { margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
@media print { body { max-width: none; } nav, footer { display: none; } a { color: inherit; } }
`;
