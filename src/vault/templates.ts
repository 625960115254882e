// Reads templates of notes: files in a hidden folder of the notes, or in the config folder.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isUtf8 } from "node:buffer";
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { readTemplate } from "../formats/note-template.ts";
import type { Vault } from "../sense/note.ts";
import { systemCode } from "./file-error.ts";
import { readRaw } from "./note-bytes.ts";

/** The templates in `folders`, absolute paths; those that are not there hold none. */
export function openTemplates(folders: readonly string[]): Pick<Vault, "template" | "templates"> {
  const namesIn = (folder: string): readonly string[] =>
    entriesOf(folder).flatMap((name) => (/^[^.].*\.md$/i.test(name) ? [name.replace(/\.md$/i, "")] : []));
  return {
    template(name) {
      const file = `${name}.md`;
      const folder = folders.find((candidate) => namesIn(candidate).includes(name));
      if (folder === undefined) return null;
      const path = join(folder, file);
      const raw = readRaw({ path, file: path, folder, root: folder });
      if (raw === null) return null;
      if (isUtf8(raw.bytes)) return readTemplate(new TextDecoder().decode(raw.bytes), path);
      throw new PkmError("failed", `the template ${path} is not UTF-8`, { hint: `file ${shellWord(path)}` });
    },
    templates: () => [...new Set(folders.flatMap(namesIn))].toSorted(),
  };
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return [];
    throw thrown;
  }
}
