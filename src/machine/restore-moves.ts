// The moves that end a restore: written down first, so that whoever comes after a kill makes the rest of them.
import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { syncFile, syncFolder } from "../base/sync.ts";
import { isLinkless } from "../base/take-name.ts";

export interface Move {
  from: string;
  to: string;
}

/** Where the moves of a store's restore are written down until the last is made. */
export function movesFileOf(storeFile: string): string {
  return `${storeFile}.restoring.json`;
}

/** Writes the moves down: from here on they will be made, whatever happens. Then makes them. */
export function commitMoves(storeFile: string, moves: readonly Move[]): void {
  const file = movesFileOf(storeFile);
  writeFileSync(`${file}.tmp`, JSON.stringify(moves), { mode: 0o600 });
  syncFile(`${file}.tmp`);
  renameSync(`${file}.tmp`, file);
  syncFolder(dirname(file));
  finishMoves(storeFile);
}

/** Makes what is left of the moves that were written down; nothing where there are none. */
export function finishMoves(storeFile: string): void {
  const file = movesFileOf(storeFile);
  if (!existsSync(file)) return;
  const moves: unknown = JSON.parse(readFileSync(file, "utf8"));
  for (const move of Array.isArray(moves) ? moves : []) if (isMove(move)) makeMove(move);
  rmSync(file, { force: true });
  syncFolder(dirname(file));
}

function isMove(value: unknown): value is Move {
  return typeof value === "object" && value !== null && "from" in value && "to" in value;
}

/**
 * Made already where `from` is gone or, for what is moved aside, `to` is there. A file is moved by a link, which never
 * takes the place of another; a folder that is moved onto one with something in it stays.
 */
function makeMove({ from, to }: Move): void {
  try {
    if (isAside(to) && !statSync(from).isDirectory()) moveFileAside(from, to);
    else if (!isAside(to) || !existsSync(to)) renameSync(from, to);
    syncFolder(dirname(to));
  } catch (thrown) {
    const code = thrown instanceof Error && "code" in thrown ? thrown.code : null;
    if (code !== "ENOENT" && code !== "EEXIST" && code !== "ENOTEMPTY") throw thrown;
  }
}

/** Not as takeName does: an empty file that a kill left in its place would pass for what was moved. */
function moveFileAside(from: string, to: string): void {
  try {
    linkSync(from, to);
    unlinkSync(from);
  } catch (thrown) {
    if (!isLinkless(thrown)) throw thrown;
    if (!existsSync(to)) renameSync(from, to);
  }
}

/** Names of what a restore has moved out of the way. */
export function asideName(path: string, stamp: string): string {
  return `${path}.before-restore-${stamp}`;
}

function isAside(path: string): boolean {
  return /\.before-restore-[^/\\]*$/.test(path);
}
