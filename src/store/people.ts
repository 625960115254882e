// People and the dated evidence of contact with them.
import { PkmError } from "../base/errors.ts";
import { instantNow, type Clock, type Instant } from "../base/clock.ts";
import type { Person, PersonStep } from "../people/person.ts";
import type { Db } from "./database.ts";
import { evidenceOf } from "./json-columns.ts";
import { jsonTexts } from "./json-list.ts";
import type { Ids } from "./ids.ts";

export interface NewPerson {
  name: string;
  /** Mail address, or null. */
  mail: string | null;
  handles: readonly string[];
}

export interface People {
  add(person: NewPerson): Person;
  /** Throws PkmError("not-found"). */
  get(id: string): Person;
  /** By name. */
  list(): readonly Person[];
  /** Writes down that there was contact. */
  witness(person: string, what: string, ref: string | null): void;
  /** Makes a source this person's; false when there is no such source. */
  ownSource(person: string, sourceUrl: string): boolean;
}

interface PersonRow {
  id: string;
  name: string;
  mail: string | null;
  handles: string;
  step: PersonStep;
  since: Instant;
  sources: string;
  evidence: string;
}

const select = `SELECT p.id, p.name, p.mail, p.handles, p.step, p.since,
  (SELECT json_group_array(id) FROM (SELECT id FROM source WHERE person = p.id AND dropped IS NULL ORDER BY id)) AS sources,
  (SELECT json_group_array(json_object('at', at, 'what', what, 'ref', ref))
    FROM (SELECT at, what, ref FROM evidence WHERE person = p.id ORDER BY at, no)) AS evidence
  FROM person p`;

/** Opens the people and their evidence. */
export function openPeople(db: Db, ids: Ids, clock: Clock): People {
  const get = (id: string): Person => {
    const row = db.prepare<[string], PersonRow>(`${select} WHERE p.id = ?`).get(id);
    if (row === undefined) throw new PkmError("not-found", `there is no person ${id}`, { hint: "pkm people" });
    return personOf(row);
  };
  const witness = (person: string, what: string, ref: string | null): void => {
    db.prepare("INSERT INTO evidence (person, at, what, ref) VALUES (?, ?, ?, ?)").run(
      person,
      instantNow(clock),
      what,
      ref,
    );
  };
  return {
    get,
    witness,
    add({ name, mail, handles }) {
      const id = ids.take("person");
      db.prepare("INSERT INTO person (id, name, mail, handles, step, since) VALUES (?, ?, ?, ?, 'seen', ?)").run(
        id,
        name,
        mail,
        JSON.stringify(handles),
        instantNow(clock),
      );
      witness(id, "added by hand", null);
      return get(id);
    },
    list: () => db.prepare<[], PersonRow>(`${select} ORDER BY p.name COLLATE NOCASE, p.id`).all().map(personOf),
    ownSource: (person, sourceUrl) =>
      db.prepare("UPDATE source SET person = ? WHERE url = ?").run(person, sourceUrl).changes === 1,
  };
}

function personOf({ id, name, mail, handles, step, since, sources, evidence }: PersonRow): Person {
  const others = jsonTexts(handles);
  return {
    id,
    name,
    handles: mail === null ? others : [mail, ...others],
    sources: jsonTexts(sources),
    step,
    since,
    evidence: evidenceOf(evidence),
  };
}
