// One old note a day: each comes round the rarer the older it is, and the day alone tells which.
import { dayMs, type Instant } from "../base/clock.ts";
import { sha256 } from "../base/hash.ts";

export interface NoteAge {
  /** Its id, or its path while it has none. */
  ref: string;
  title: string;
  /** When it was made, as its file says, else when that was last written. */
  made: Instant;
}

/** A note younger than this is not old; after that it comes round in twice the time, and twice that ... */
const daysMin = 7;
const daysMax = 448;

/** The note for the local day "2026-11-25"; null while none is a week old. The same day and notes give the same one. */
export function oldNoteOf(notes: readonly NoteAge[], day: string): NoteAge | null {
  const today = Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs);
  const old = notes
    .map((note) => ({ note, age: today - Math.floor(Date.parse(note.made) / dayMs), turn: turnOf(note.ref) }))
    .filter(({ age }) => age >= daysMin);
  const due = old.filter(({ age, turn }) => (today + turn) % spanFor(age) === 0);
  const among = due.length > 0 ? due : old;
  // Among equals by a number of their own; where none is due all take turns.
  const inTurn = among.toSorted((a, b) => a.turn - b.turn || (a.note.ref < b.note.ref ? -1 : 1));
  return inTurn[today % Math.max(1, inTurn.length)]?.note ?? null;
}

/** After how many days a note of this age comes round: a week in its second week, two in the two after that ... */
function spanFor(age: number): number {
  let days = daysMin;
  while (days * 2 <= age && days < daysMax) days *= 2;
  return days;
}

/** A number that is a note's own. */
function turnOf(ref: string): number {
  return Number.parseInt(sha256(ref).slice(0, 8), 16);
}
