// Keys as a terminal sends them: bytes of a raw terminal read as named keys and pasted text.
/* oxlint-disable no-control-regex -- keys are control bytes and escape sequences */

export interface Key {
  /** "enter", "up", "ctrl-c", "paste", "space", or the character itself. */
  name: string;
  /** What it would write; empty for a key that writes nothing. */
  text: string;
}

export interface KeyReader {
  /** The keys that are whole after this input. */
  push(input: string): readonly Key[];
  /** Whether the beginning of a sequence waits for its rest: ESC alone is a key when nothing follows. */
  isWaiting(): boolean;
  /** Takes what waits as it is. */
  flush(): readonly Key[];
}

/** A paste without an end is taken at this length. */
const pasteCharactersMax = 1_000_000;
const pasteStart = "\u001b[200~";
const pasteEnd = "\u001b[201~";

const controls: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\u007f": "backspace",
  "\b": "backspace",
};
/** xterm's, with vt220's numbers. */
const sequences: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
  "1~": "home",
  "7~": "home",
  "4~": "end",
  "8~": "end",
  "3~": "delete",
  "5~": "pageup",
  "6~": "pagedown",
};

export function openKeyReader(): KeyReader {
  let held = "";
  return {
    push(input) {
      const { keys, rest } = readKeys(held + input);
      held = rest;
      return keys;
    },
    isWaiting: () => held !== "" && !held.startsWith(pasteStart),
    flush() {
      const isEscape = held === "\u001b";
      held = "";
      return isEscape ? [{ name: "escape", text: "" }] : [];
    },
  };
}

function readKeys(input: string): { keys: readonly Key[]; rest: string } {
  const keys: Key[] = [];
  let rest = input;
  while (rest !== "") {
    const taken = rest.startsWith("\u001b") ? takeSequence(rest) : takeCharacter(rest);
    if (taken === null) break;
    if (taken.key !== null) keys.push(taken.key);
    rest = rest.slice(taken.length);
  }
  return { keys, rest };
}

interface Taken {
  /** Null for a sequence that means nothing here. */
  key: Key | null;
  length: number;
}

function takeCharacter(input: string): Taken {
  const character = String.fromCodePoint(input.codePointAt(0) ?? 0);
  const code = character.charCodeAt(0);
  const { length } = character;
  const control = controls[character];
  if (control !== undefined) return { key: { name: control, text: "" }, length };
  if (character === " ") return { key: { name: "space", text: " " }, length };
  if (code >= 1 && code < 27) return { key: { name: `ctrl-${String.fromCharCode(code + 96)}`, text: "" }, length };
  if (code < 32 || (code >= 128 && code < 160)) return { key: null, length };
  return { key: { name: character, text: character }, length };
}

/** Null while the rest of it is still to come. */
function takeSequence(input: string): Taken | null {
  if (input.startsWith(pasteStart)) return takePaste(input);
  if (/^\u001b(?:[[O][0-9;:?<=>]*)?$/.test(input)) return null;
  const [whole = "", name = ""] = /^\u001b(?:\[|O)([0-9;:?<=>]*[@-~])/.exec(input) ?? [];
  if (whole === "") return { key: null, length: input.startsWith("\u001b\u001b") ? 1 : 2 };
  const known = sequences[name];
  return { key: known === undefined ? null : { name: known, text: "" }, length: whole.length };
}

function takePaste(input: string): Taken | null {
  const end = input.indexOf(pasteEnd);
  if (end === -1 && input.length < pasteCharactersMax) return null;
  const text = input.slice(pasteStart.length, end === -1 ? undefined : end);
  return { key: { name: "paste", text }, length: end === -1 ? input.length : end + pasteEnd.length };
}
