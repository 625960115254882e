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
  const { createRequire, enableCompileCache } = process.getBuiltinModule("node:module");
  const folder = codeFolder(process.env);
  if (folder !== null) enableCompileCache(folder);
  const { main } = createRequire(import.meta.url)("../dist/bundle/main.cjs");
  process.exitCode = await main();
}

/**
 * The folder, the person's alone, where Node keeps the compiled program, so that the next run need not compile it again;
 * null where none can be made. NODE_COMPILE_CACHE names another, NODE_DISABLE_COMPILE_CACHE=1 keeps none.
 */
function codeFolder({ HOME, XDG_CACHE_HOME, LOCALAPPDATA, NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE }) {
  if (NODE_COMPILE_CACHE !== undefined || NODE_DISABLE_COMPILE_CACHE === "1") return null;
  const place = XDG_CACHE_HOME ?? LOCALAPPDATA ?? (HOME === undefined ? undefined : `${HOME}/.cache`);
  if (place === undefined || !process.getBuiltinModule("node:path").isAbsolute(place)) return null;
  const folder = `${place}/pkm/code`;
  try {
    process.getBuiltinModule("node:fs").mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch {
    return null;
  }
}
