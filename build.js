// Builds dist/bundle: the program in one file and the reading thread in another, their libraries left outside.
import { rmSync } from "node:fs";
import { build } from "esbuild";

/** Libraries that are ES modules with nothing but a default export: what is required of one is its namespace. */
const defaultsAlone = /^string-width$/;

const defaults = {
  name: "defaults",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: defaultsAlone }, ({ path, namespace }) =>
      namespace === "default" ? { path, external: true } : { path, namespace: "default" },
    );
    onLoad({ filter: defaultsAlone, namespace: "default" }, ({ path }) => ({
      contents: `module.exports = require("${path}").default;`,
    }));
  },
};

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/main.ts", "src/machine/reading-thread.ts"],
  outdir: "dist/bundle",
  entryNames: "[name]",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  packages: "external",
  plugins: [defaults],
  platform: "node",
  target: "node22",
  format: "cjs",
  // bin/kept-code.js loads the program as a script, in which Node allows no import() without a warning.
  supported: { "dynamic-import": false },
  define: { "import.meta.url": "ownUrl" },
  banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
  logLevel: "warning",
});
