// The plot of what was measured, as SVG for light and dark pages: ratios to newsboat with their goals, and how costs grow.
import { duels } from "./plot-duels.ts";
import { panels } from "./plot-panels.ts";
import { margin, width } from "./plot-scale.ts";
import type { Row } from "./row.ts";

const style = `
svg { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
.page { fill: #ffffff; } text { fill: #1f2328; } .soft { fill: #59636e; font-size: 12px; } .title { font-size: 15px; font-weight: 600; }
.grid { stroke: #d1d9e0; } .unit { stroke: #59636e; } .goal { stroke: #bc4c00; stroke-width: 2; } .goal-text { fill: #bc4c00; font-size: 12px; }
.s0 { stroke: #0969da; fill: #0969da; } .s1 { stroke: #8250df; fill: #8250df; } .s2 { stroke: #1a7f37; fill: #1a7f37; }
.peer { stroke: #59636e; fill: none; stroke-width: 1.5; } .range { stroke-width: 2; } .curve { fill: none; stroke-width: 2; }
text.s0, text.s1, text.s2 { stroke: none; }
@media (prefers-color-scheme: dark) {
.page { fill: #0d1117; } text { fill: #f0f6fc; } .soft { fill: #9198a1; }
.grid { stroke: #3d444d; } .unit { stroke: #9198a1; } .goal { stroke: #f0883e; } .goal-text { fill: #f0883e; }
.s0 { stroke: #58a6ff; fill: #58a6ff; } .s1 { stroke: #bc8cff; fill: #bc8cff; } .s2 { stroke: #3fb950; fill: #3fb950; }
.peer { stroke: #9198a1; }
}`;

/** The whole picture. It has no script and asks for nothing. */
export function benchmarkPlot(rows: readonly Row[]): string {
  const parts = [duels(rows), panels(rows)];
  const drawn: string[] = [];
  let y = margin;
  for (const { svg, height } of parts) {
    if (height === 0) continue;
    drawn.push(`<g transform="translate(0 ${y})">\n${svg}\n</g>`);
    y += height + margin;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img">
<title>pkm beside newsboat, and how its costs grow</title>
<style>${style}
</style>
<rect class="page" width="${width}" height="${y}" rx="6"/>
${drawn.join("\n")}
</svg>
`;
}
