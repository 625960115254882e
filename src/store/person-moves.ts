// Two people found to be one, and one found to be two: whose the rows are is changed row by row, so that undo can follow.
import { personSteps } from "../people/person.ts";
import type { Db } from "./database.ts";
import type { People } from "./people.ts";

type Ground = Pick<People, "get" | "addresses" | "add" | "edit" | "witness" | "ownSource">;

/** Merging and splitting. Call them inside changes.record. */
export function openPersonMoves(db: Db, people: Ground): Pick<People, "merge" | "split"> {
  return {
    merge(from, into) {
      const other = { name: people.get(from).name, ...people.addresses(from) };
      const moves = [
        "UPDATE source SET person = @into WHERE person = @from",
        "UPDATE evidence SET person = @into WHERE person = @from",
        "UPDATE feedback SET person = @into WHERE person = @from",
        "UPDATE person SET merged_into = @into WHERE merged_into = @from OR id = @from",
      ];
      for (const sql of moves) db.prepare(sql).run({ from, into });
      // A key is never rewritten in place: redo finds a row by the key that it had.
      for (const { table, owner, rest } of keyed) {
        db.prepare(
          `INSERT INTO ${table} (${owner}, ${rest}) SELECT @into, ${rest} FROM ${table} WHERE ${owner} = @from
           ON CONFLICT DO NOTHING`,
        ).run({ from, into });
        db.prepare(`DELETE FROM ${table} WHERE ${owner} = @from`).run({ from });
      }
      takeStep(db, { from, into });
      const own = people.addresses(into);
      const mail = own.mail ?? other.mail;
      const handles = [...own.handles, other.name, ...(other.mail === null ? [] : [other.mail]), ...other.handles];
      people.edit(into, { mail, handles: [...new Set(handles)].filter((handle) => handle !== mail) });
      people.witness(into, `found to be ${other.name} too`, from);
    },
    split(person, { sources, ...taken }) {
      const { mail, handles } = people.addresses(person);
      const gone = new Set([...taken.handles, taken.name, taken.mail ?? ""]);
      people.edit(person, {
        mail: mail !== null && gone.has(mail) ? null : mail,
        handles: handles.filter((handle) => !gone.has(handle)),
      });
      const { id } = people.add(taken);
      for (const url of sources) people.ownSource(id, url);
      people.witness(person, `told apart from ${taken.name}`, id);
      return id;
    },
  };
}

/** Tables whose key holds a person, with the other columns. */
const keyed = [
  { table: "member", owner: "person", rest: "community, degree, joined" },
  { table: "person_key", owner: "person", rest: "key" },
  { table: "tag", owner: "thing", rest: "tag, at" },
  { table: "context", owner: "thing", rest: "context, at" },
] as const;

/** The nearer step of the two, and since when. */
function takeStep(db: Db, who: { from: string; into: string }): void {
  const rank = `CASE step ${personSteps.map((step, at) => `WHEN '${step}' THEN ${at}`).join(" ")} END`;
  db.prepare(
    `UPDATE person SET (step, since) = (SELECT step, since FROM person WHERE id = @from)
     WHERE id = @into AND ${rank} < (SELECT ${rank} FROM person WHERE id = @from)`,
  ).run(who);
}
