// A real browser without a window, for what pages come to in it.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

/** The browser's program; null where there is none. */
export const browser: string | null =
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path)) ?? null;

const flags = [
  ..."--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split(" "),
  ..."--disable-component-update --disable-sync --disable-dev-shm-usage --dump-dom".split(" "),
];

/** The document that `url` has become once it was shown; the browser keeps its own things in `profile`. */
export async function shownBy(profile: string, url: string): Promise<string> {
  const { stdout } = await promisify(execFile)(browser ?? "", [...flags, `--user-data-dir=${profile}`, url], {
    timeout: 60_000,
  });
  return stdout;
}
