// What the store keeps as JSON in a column, read back into domain types and checked at this edge.
import type { Evidence } from "../people/person.ts";
import { exposures, type ChannelSettings } from "../people/community.ts";
import type { Audience, PostForm, Recipient } from "../share/channel.ts";
import type { Citation } from "../share/release.ts";

/** A channel's settings; a value of another shape is left out. */
export function settingsOf(json: string): ChannelSettings {
  const settings: Record<string, string | readonly string[] | boolean> = {};
  for (const [name, value] of Object.entries(recordOf(JSON.parse(json)))) {
    if (typeof value === "string" || typeof value === "boolean") settings[name] = value;
    else if (Array.isArray(value)) settings[name] = value.map(String);
  }
  return settings;
}

/** Throws where the exposure is none: an audience that cannot be told is never guessed. */
export function audienceOf(json: string): Audience {
  const { exposure, people, unknown } = recordOf(JSON.parse(json));
  const told = exposures.find((known) => known === exposure);
  if (told === undefined) throw new Error(`an audience has the exposure ${String(exposure)}`);
  return { exposure: told, people: listOf(people).map(recipientOf), unknown: listOf(unknown).map(String) };
}

/** The cited items of a release. */
export function citationsOf(json: string): readonly Citation[] {
  return listOf(JSON.parse(json)).map((value) => {
    const { title, url, author } = recordOf(value);
    return { title: String(title), url: String(url), author: textOf(author) };
  });
}

/** How the words of a release are put. */
export function formOf(json: string): PostForm {
  const { warning, language, isThread } = recordOf(JSON.parse(json));
  return { warning: textOf(warning), language: textOf(language), isThread: isThread === true };
}

/** What a person is known by. */
export function evidenceOf(json: string): readonly Evidence[] {
  return listOf(JSON.parse(json)).map((value) => {
    const { at, what, ref, way } = recordOf(value);
    return { at: String(at), what: String(what), ref: textOf(ref), way: way === "gave" || way === "got" ? way : null };
  });
}

function recipientOf(value: unknown): Recipient {
  const { person, name, address } = recordOf(value);
  return { person: textOf(person), name: String(name), address: textOf(address) };
}

/** The fields of a JSON object; none where it is something else. */
export function recordOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The values of a JSON array; none where it is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A JSON text; null where it is something else. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
