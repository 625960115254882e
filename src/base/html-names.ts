// The names that HTML has for characters, loaded when the first is met: their table takes a fifth of a short command's start.

let decode: ((text: string) => string) | null = null;

/** `text` with the references of HTML replaced as browsers do, also those that lack their ";". */
export function decodeNames(text: string): string {
  decode ??= loaded();
  return decode(text);
}

function loaded(): (text: string) => string {
  const load = process.getBuiltinModule("node:module").createRequire(import.meta.url);
  const names: unknown = load("entities/decode");
  if (!isNames(names)) throw new Error("entities/decode has no decodeHTML");
  return (text) => names.decodeHTML(text);
}

function isNames(module: unknown): module is typeof import("entities/decode") {
  return typeof module === "object" && module !== null && "decodeHTML" in module;
}
