// The file config.toml as the person edits it: it is never written but with their text, and never with one that is wrong.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { ConfigFile } from "../cli/context.ts";
import { checkConfig } from "./config.ts";
import { writeNamedFile } from "./write-file.ts";

/** The file at `path`, with what could not be saved of an earlier edit beside it. */
export function openConfigFile(path: string): ConfigFile {
  const draft = `${path}.draft`;
  return {
    read() {
      const file = [draft, path].find((candidate) => existsSync(candidate));
      return file === undefined ? null : readFileSync(file, "utf8");
    },
    async save(text) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const put = (file: string): void => writeNamedFile(file, text, { mayReplace: true, again: "pkm config edit" });
      // Kept first: whatever is wrong with it, no word of it is lost.
      put(draft);
      await checkConfig(text, path);
      put(path);
      rmSync(draft, { force: true });
    },
  };
}
