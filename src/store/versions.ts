// Versions of items: their rows, and the hash of what they say.
import { saidHash } from "../seek/content.ts";
import { pieceColumns, type Bodies, type Piece } from "./bodies.ts";
import { enclosuresOf } from "./item-rows.ts";

export interface VersionRow extends Piece {
  n: number;
  title: string | null;
  /** JSON array. */
  enclosures: string;
  /** Null while it can be worked out. */
  hash: string | null;
}

/** The columns of a VersionRow of item_version v. */
export const versionColumns: string = `v.n, v.title, v.details ->> '$.enclosures' AS enclosures, v.hash, ${pieceColumns}`;

/** Joins item i with its newest version v. */
export const newestVersion = "JOIN item_version v ON v.item_no = i.no AND v.n = i.version";

/** Hash of what a version says. */
export function hashOf({ hash, title, enclosures, ...piece }: VersionRow, bodies: Bodies): string {
  return hash ?? saidHash({ title, enclosures: enclosuresOf(JSON.parse(enclosures)), ...bodies.read(piece) });
}
