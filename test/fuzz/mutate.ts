// Documents with faults put in: one seed document and a sequence of chance make one damaged document.
import { bytes } from "./dictionary.ts";
import { damagedJson } from "./mutate-json.ts";
import type { Chance } from "./random.ts";
import type { Dictionary } from "./target.ts";

/** No damaged document is longer, so that a long run stays quick. */
export const lengthMax: number = 256 * 1024;

/** What a fault is put into, and what with. */
export interface Ground {
  document: Buffer;
  /** Another seed, to take pieces of. */
  other: Buffer;
  chance: Chance;
  dictionary: Dictionary;
}

type Mutation = (ground: Ground) => Buffer;

/** `seed` with one to six faults, at most `lengthMax` bytes. */
export function damaged(seed: Buffer, ground: Omit<Ground, "document">): Buffer {
  const { chance } = ground;
  // Bytes of JSON that were damaged are hardly ever JSON: two in three keep its form.
  const isJson = seed[0] === 0x5b || seed[0] === 0x7b;
  const formed = isJson && chance.below(3) > 0 ? damagedJson(seed, chance) : null;
  if (formed !== null) return formed.subarray(0, lengthMax);
  let document: Buffer = Buffer.from(seed);
  for (let left = 1 + chance.below(6); left > 0; left -= 1)
    document = chance
      .of(mutations)({ ...ground, document })
      .subarray(0, lengthMax);
  return document;
}

const mutations: readonly Mutation[] = [
  flipBits,
  setBytes,
  deleteChunk,
  duplicateChunk,
  swapChunks,
  insertToken,
  insertToken,
  insertToken,
  replaceByToken,
  replaceByToken,
  truncate,
  splice,
  repeatChunk,
  repeatToken,
];

function flipBits({ document, chance }: Ground): Buffer {
  for (let left = 1 + chance.below(8); left > 0 && document.length > 0; left -= 1) {
    const at = chance.below(document.length);
    document[at] = (document[at] ?? 0) ^ (1 << chance.below(8));
  }
  return document;
}

function setBytes({ document, chance }: Ground): Buffer {
  for (let left = 1 + chance.below(8); left > 0 && document.length > 0; left -= 1)
    document[chance.below(document.length)] = chance.of(bytes);
  return document;
}

function deleteChunk({ document, chance }: Ground): Buffer {
  const { start, end } = chunkOf(document, chance, 2000);
  return Buffer.concat([document.subarray(0, start), document.subarray(end)]);
}

function duplicateChunk({ document, chance }: Ground): Buffer {
  const { start, end } = chunkOf(document, chance, 2000);
  return inserted(document, chance, document.subarray(start, end));
}

function swapChunks({ document, chance }: Ground): Buffer {
  const a = chunkOf(document, chance, 500);
  const b = chunkOf(document.subarray(a.end), chance, 500);
  const [from, to] = [a.end + b.start, a.end + b.end];
  return Buffer.concat([
    document.subarray(0, a.start),
    document.subarray(from, to),
    document.subarray(a.end, from),
    document.subarray(a.start, a.end),
    document.subarray(to),
  ]);
}

function insertToken({ document, chance, dictionary }: Ground): Buffer {
  return inserted(document, chance, Buffer.from(chance.of(dictionary.tokens)));
}

/** A tag, a name or whatever begins with a mark gives way to a token. */
function replaceByToken({ document, chance, dictionary }: Ground): Buffer {
  const from = chance.below(document.length + 1);
  const start = document.indexOf(chance.of(dictionary.marks), from);
  if (start === -1) return document;
  const end = Math.min(document.length, start + 1 + chance.below(12));
  return Buffer.concat([
    document.subarray(0, start),
    Buffer.from(chance.of(dictionary.tokens)),
    document.subarray(end),
  ]);
}

function truncate({ document, chance }: Ground): Buffer {
  return document.subarray(0, chance.below(document.length + 1));
}

function splice({ document, other, chance }: Ground): Buffer {
  const { start, end } = chunkOf(other, chance, 4000);
  return inserted(document, chance, other.subarray(start, end));
}

/** A short piece many times over: depth, and whatever is not linear. */
function repeatChunk({ document, chance }: Ground): Buffer {
  const { start, end } = chunkOf(document, chance, 60);
  return inserted(document, chance, repeated(document.subarray(start, end), chance));
}

function repeatToken({ document, chance, dictionary }: Ground): Buffer {
  const several = Array.from({ length: 1 + chance.below(3) }, () => chance.of(dictionary.tokens)).join("");
  return inserted(document, chance, repeated(Buffer.from(several), chance));
}

function repeated(piece: Buffer, chance: Chance): Buffer {
  if (piece.length === 0) return piece;
  const times = chance.of([3, 30, 600, 600, 5000]);
  return Buffer.alloc(Math.min(piece.length * times, lengthMax / 4), piece);
}

function inserted(document: Buffer, chance: Chance, piece: Buffer): Buffer {
  const at = chance.below(document.length + 1);
  return Buffer.concat([document.subarray(0, at), piece, document.subarray(at)]);
}

function chunkOf(document: Buffer, chance: Chance, lengthMost: number): { start: number; end: number } {
  const start = chance.below(document.length + 1);
  return { start, end: Math.min(document.length, start + 1 + chance.below(lengthMost)) };
}
