// Folders for the tests: made under the system's temporary folder, removed when the test ends.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** A new empty folder that goes with the test. */
export function emptyFolder(context: TestContext): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "pkm-test-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
