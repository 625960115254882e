#!/usr/bin/env node
// Refuses a Node that cannot run pkm with one sentence, then hands over to the program.
const [major = 0, minor = 0, patch = 0] = process.versions.node.split(".").map(Number);
const isOldNode = major < 22 || (major === 22 && (minor < 22 || (minor === 22 && patch < 2)));

if (isOldNode) {
  process.stderr.write(
    `pkm needs Node 22.22.2 or newer and this is ${process.versions.node}: install a newer one from https://nodejs.org, or run "npm ci" in a checkout and use "npx pkm"\n`,
  );
  process.exitCode = 2;
} else {
  const { loadProgram } = await import("./kept-code.js");
  const { main, keepCode } = loadProgram(new URL("../dist/bundle/main.cjs", import.meta.url));
  process.exitCode = await main();
  keepCode();
}
