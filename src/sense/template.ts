// Templates: a file of the person's own from which a note begins, with a few fields to fill.
import { localDay } from "../base/clock.ts";
import type { NoteKind } from "./note.ts";

/** A template as it was read. */
export interface NoteTemplate {
  name: string;
  /** The lines between its frontmatter's fences, without those that pkm writes itself; "" when there are none. */
  front: string;
  /** What is below, without a first heading that only repeats the title. */
  body: string;
  /** Null when it does not say. */
  kind: NoteKind | null;
}

export interface TemplateFields {
  title: string;
  /** Local: "2026-11-25", "14:05", "Wednesday". */
  date: string;
  time: string;
  weekday: string;
  /** The person's words. */
  text: string;
  /** What was marked in the items the note is made of, with where it is from. */
  quotes: string;
}

/** The fields as they are explained. */
export const fieldWords: Readonly<Record<keyof TemplateFields, string>> = {
  title: "the note's title",
  date: "the local day, 2026-11-25",
  time: "the local time, 14:05",
  weekday: "Monday to Sunday",
  text: "your words; at the end where a template has no place for them",
  quotes: "what was marked in the items, with their addresses; also at the end",
};

/** Only these can stand in frontmatter, where any other word could break its YAML. */
const frontFields: ReadonlySet<string> = new Set(["date", "time", "weekday"]);

/** The fields that the clock tells. */
export function dayFields(now: Date): Pick<TemplateFields, "date" | "time" | "weekday"> {
  const two = (part: number): string => String(part).padStart(2, "0");
  return {
    date: localDay(now),
    time: `${two(now.getHours())}:${two(now.getMinutes())}`,
    weekday: new Intl.DateTimeFormat("en-US", { weekday: "long" }).format(now),
  };
}

/** Frontmatter and body with their fields filled. Names that are no fields stay as they stand. */
export function filled(
  { front, body }: Pick<NoteTemplate, "front" | "body">,
  fields: TemplateFields,
): { front: string; body: string } {
  const missing = (["text", "quotes"] as const).filter((name) => !hasField(body, name)).map((name) => fields[name]);
  const parts = [fill(body, fields).trimEnd(), ...missing].filter((part) => part.trim() !== "");
  const inFront = Object.entries(fields).filter(([name]) => frontFields.has(name));
  return { front: fill(front, Object.fromEntries(inFront)), body: parts.join("\n\n") };
}

const field = /\{\{ *([a-z]+) *\}\}/g;

/** In one pass, so that nothing that is filled in is taken for a field. */
function fill(text: string, fields: Partial<TemplateFields>): string {
  const values = new Map(Object.entries(fields));
  return text.replace(field, (whole, name: string) => values.get(name) ?? whole);
}

function hasField(text: string, wanted: string): boolean {
  return Array.from(text.matchAll(field), ([, name]) => name).includes(wanted);
}
