// People, what they are known as, and the dated evidence of contact with them.
import { PkmError } from "../base/errors.ts";
import { instantNow, type Clock } from "../base/clock.ts";
import { foldedKey, keysOf } from "../people/known-as.ts";
import type { Evidence, Person, PersonStep } from "../people/person.ts";
import type { Db } from "./database.ts";
import { evidenceOf } from "./json-columns.ts";
import { jsonTexts } from "./json-list.ts";
import type { Ids } from "./ids.ts";
import { lazily } from "./lazily.ts";
import { followOwner } from "./person-follow.ts";
import { openPersonMoves } from "./person-moves.ts";

export interface NewPerson {
  name: string;
  /** Mail address, or null. */
  mail: string | null;
  handles: readonly string[];
}

/** What the person says anew of somebody; what is left out stays. */
export interface PersonChange extends Partial<NewPerson> {
  /** True from now on, false not any more. */
  isDormant?: boolean;
  hasLeft?: boolean;
  disagrees?: boolean;
}

export interface People {
  add(person: NewPerson): Person;
  /** Somebody merged into another is that other. Throws PkmError("not-found"). */
  get(id: string): Person;
  /** By name. */
  list(): readonly Person[];
  /** The step of everybody. */
  steps(): ReadonlyMap<string, PersonStep>;
  /** Mail address, and handles without it. */
  addresses(id: string): Pick<NewPerson, "mail" | "handles">;
  /** Ids of those known by this name, mail or handle. */
  knownAs(text: string): readonly string[];
  edit(id: string, change: PersonChange): void;
  /** Sets the step from now on, with what shows it. */
  setStep(id: string, step: PersonStep, shown: Pick<Evidence, "what" | "ref">): void;
  /** Writes down that there was contact. */
  witness(person: string, what: string, ref: string | null): void;
  /** Writes down what was given one way or the other, as the person tells it. */
  recordContact(person: string, contact: Evidence): void;
  /** Makes a source this person's; false when there is no such source. Somebody only seen is followed from then on. */
  ownSource(person: string, sourceUrl: string): boolean;
  /** Makes everything that is `from`'s `into`'s. */
  merge(from: string, into: string): void;
  /** Makes somebody new of some of what a person is known as and of their sources; hands back the new id. */
  split(person: string, taken: NewPerson & { sources: readonly string[] }): string;
}

interface PersonRow extends Omit<Person, "handles" | "sources" | "evidence"> {
  mail: string | null;
  handles: string;
  sources: string;
  evidence: string;
}

const select = `SELECT p.id, p.name, p.mail, p.handles, p.step, p.since, p.dormant, p.left_at AS "left", p.disagrees,
  (SELECT json_group_array(id) FROM (SELECT id FROM source WHERE person = p.id AND dropped IS NULL ORDER BY id)) AS sources,
  (SELECT json_group_array(json_object('at', at, 'what', what, 'ref', ref, 'way', way))
    FROM (SELECT at, what, ref, way FROM evidence WHERE person = p.id ORDER BY at, no)) AS evidence
  FROM person p`;

/** Opens the people and their evidence. */
export function openPeople(db: Db, ids: Ids, clock: Clock): People {
  const reading = openReading(db);
  const setKeys = openKeys(db);
  const writing = openWriting(db, clock, { ...reading, setKeys });
  const insert = lazily(() =>
    db.prepare("INSERT INTO person (id, name, mail, handles, step, since) VALUES (?, ?, ?, ?, 'seen', ?)"),
  );
  const add = ({ name, mail, handles }: NewPerson): Person => {
    const id = ids.take("person");
    insert().run(id, name, mail, JSON.stringify(handles), instantNow(clock));
    setKeys(id, { name, mail, handles });
    writing.witness(id, "added by hand", null);
    return reading.get(id);
  };
  return { ...reading, ...writing, add, ...openPersonMoves(db, { ...reading, ...writing, add }) };
}

type Reading = Pick<People, "get" | "list" | "steps" | "addresses" | "knownAs">;

function openReading(db: Db): Reading {
  const one = lazily(() =>
    db.prepare<[string], PersonRow>(
      `${select} WHERE p.id = (SELECT coalesce(merged_into, id) FROM person WHERE id = ?)`,
    ),
  );
  const addresses = lazily(() =>
    db.prepare<[string], { mail: string | null; handles: string }>("SELECT mail, handles FROM person WHERE id = ?"),
  );
  const knownAs = lazily(() =>
    db.prepare<[string], string>("SELECT person FROM person_key WHERE key = ? ORDER BY person").pluck(),
  );
  const get = (id: string): Person => {
    const row = one().get(id);
    if (row === undefined) throw new PkmError("not-found", `there is no person ${id}`, { hint: "pkm people" });
    return personOf(row);
  };
  return {
    get,
    list: () =>
      db
        .prepare<[], PersonRow>(`${select} WHERE p.merged_into IS NULL ORDER BY p.name COLLATE NOCASE, p.id`)
        .all()
        .map(personOf),
    steps: () =>
      new Map(
        db.prepare<[], [string, PersonStep]>("SELECT id, step FROM person WHERE merged_into IS NULL").raw().all(),
      ),
    addresses(id) {
      const row = addresses().get(get(id).id);
      return { mail: row?.mail ?? null, handles: jsonTexts(row?.handles ?? "[]") };
    },
    knownAs: (text) => knownAs().all(foldedKey(text)),
  };
}

type SetKeys = (id: string, names: NewPerson) => void;
type Writing = Pick<People, "edit" | "setStep" | "witness" | "recordContact" | "ownSource">;

function openWriting(db: Db, clock: Clock, { get, addresses, setKeys }: Reading & { setKeys: SetKeys }): Writing {
  const insert = lazily(() => db.prepare("INSERT INTO evidence (person, at, what, ref, way) VALUES (?, ?, ?, ?, ?)"));
  // What says nothing new is no change, and nothing to undo.
  const update = lazily(() =>
    db.prepare(
      `UPDATE person SET name = @name, mail = @mail, handles = @handles
       WHERE id = @id AND (name, mail, handles) IS NOT (@name, @mail, @handles)`,
    ),
  );
  const recordContact = (person: string, { at, what, ref, way }: Evidence): void => {
    insert().run(person, at, what, ref, way);
  };
  const witness = (person: string, what: string, ref: string | null): void =>
    recordContact(person, { at: instantNow(clock), what, ref, way: null });
  const setStep: People["setStep"] = (id, step, { what, ref }) => {
    db.prepare("UPDATE person SET step = ?, since = ? WHERE id = ?").run(step, instantNow(clock), id);
    witness(id, what, ref);
  };
  return {
    recordContact,
    witness,
    setStep,
    edit(id, change) {
      const { name } = get(id);
      const { mail, handles } = addresses(id);
      const known = { name, mail, handles, ...given(change) };
      const row = { id, name: known.name, mail: known.mail, handles: JSON.stringify(known.handles) };
      update().run(row);
      setKeys(id, known);
      for (const [column, isSet] of statesOf(change)) {
        const at = isSet ? instantNow(clock) : null;
        db.prepare(`UPDATE person SET ${column} = ? WHERE id = ? AND (${column} IS NULL) = ?`).run(
          at,
          id,
          isSet ? 1 : 0,
        );
      }
    },
    ownSource(person, sourceUrl) {
      const row = db
        .prepare<[string, string], string>("UPDATE source SET person = ? WHERE url = ? RETURNING id")
        .pluck()
        .get(person, sourceUrl);
      if (row === undefined) return false;
      followOwner(db, { person, source: row, now: instantNow(clock) });
      return true;
    },
  };
}

function given({ name, mail, handles }: PersonChange): Partial<NewPerson> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(mail === undefined ? {} : { mail }),
    ...(handles === undefined ? {} : { handles }),
  };
}

function statesOf({ isDormant, hasLeft, disagrees }: PersonChange): readonly (readonly [string, boolean])[] {
  const states = [
    ["dormant", isDormant],
    ["left_at", hasLeft],
    ["disagrees", disagrees],
  ] as const;
  return states.flatMap(([column, value]) => (value === undefined ? [] : [[column, value] as const]));
}

/** Rows that stand already are left alone, so that undo has only what changed to put back. */
function openKeys(db: Db): SetKeys {
  const clear = lazily(() =>
    db.prepare("DELETE FROM person_key WHERE person = ? AND key NOT IN (SELECT value FROM json_each(?))"),
  );
  const insert = lazily(() => db.prepare("INSERT INTO person_key (person, key) VALUES (?, ?) ON CONFLICT DO NOTHING"));
  return (id, { name, mail, handles }) => {
    const keys = keysOf({ name, handles: mail === null ? handles : [mail, ...handles] });
    clear().run(id, JSON.stringify(keys));
    for (const key of keys) insert().run(id, key);
  };
}

function personOf({ mail, handles, sources, evidence, ...row }: PersonRow): Person {
  const { id, name, step, since, dormant, left, disagrees } = row;
  const others = jsonTexts(handles);
  return {
    id,
    name,
    handles: mail === null ? others : [mail, ...others],
    sources: jsonTexts(sources),
    step,
    since,
    dormant,
    left,
    disagrees,
    evidence: evidenceOf(evidence),
  };
}
