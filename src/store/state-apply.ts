// Writes a register into the tables it speaks of; where what it speaks of is not here, it waits.
import type { Register, StateKind } from "../sense/register.ts";
import type { Db } from "./database.ts";
import type { Ids } from "./ids.ts";
import { openPrepared } from "./prepared.ts";

type Applied = "done" | "waits";
type Names = readonly (string | null)[];
type Value = string | number | null;

/** The tables a register is written into. */
export interface Applying {
  db: Db;
  ids: Ids;
  /** The first value of a query, each prepared once; null when there is none. */
  one(sql: string, ...values: readonly unknown[]): Value;
  /** Runs a statement, prepared once. */
  run(sql: string, ...values: readonly unknown[]): void;
}

/** Opens the tables of `db` for registers. */
export function openApplying(db: Db, ids: Ids): Applying {
  const prepared = openPrepared<unknown>(db);
  return {
    db,
    ids,
    one(sql, ...values) {
      const row: unknown = prepared(sql).get(...values);
      const value: unknown = typeof row === "object" && row !== null ? Object.values(row)[0] : null;
      return typeof value === "string" || typeof value === "number" ? value : null;
    },
    run: (sql, ...values) => void prepared(sql).run(...values),
  };
}

const appliers: Readonly<Record<StateKind, (tables: Applying, register: Register) => Applied>> = {
  read: applyMark,
  judged: applyMark,
  tag: (tables, register) => applyLabel(tables, "tag", register),
  context: (tables, register) => applyLabel(tables, "context", register),
  bounded: applyBounded,
  annotation: applyAnnotation,
  feedback: applyFeedback,
};

/** Brings the tables to what the register says. */
export function applyRegister(tables: Applying, register: Register): Applied {
  return appliers[register.kind](tables, register);
}

function itemOf({ one }: Applying, key: string | null | undefined): Value {
  return one("SELECT id FROM item WHERE key = ?", key ?? null);
}

function annotationOf(tables: Applying, [key, created, exact, comment]: Names): Value {
  const sql = "SELECT id FROM annotation WHERE item = ? AND created = ? AND exact IS ? AND comment IS ?";
  return tables.one(sql, itemOf(tables, key), created ?? null, exact ?? null, comment ?? null);
}

function thingOf(tables: Applying, [what, ...names]: Names): Value {
  if (what === "item") return itemOf(tables, names[0]);
  if (what === "source") return tables.one("SELECT id FROM source WHERE url = ?", names[0] ?? null);
  return annotationOf(tables, names);
}

function applyLabel(tables: Applying, table: "tag" | "context", { key, value, stamp }: Register): Applied {
  const names = namesIn(key);
  const [thing, word] = [thingOf(tables, names.slice(0, -1)), names.at(-1) ?? ""];
  if (thing === null) return value === null ? "done" : "waits";
  if (value === null) tables.run(`DELETE FROM ${table} WHERE thing = ? AND ${table} = ?`, thing, word);
  else {
    const insert = `INSERT INTO ${table} (thing, ${table}, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`;
    tables.run(insert, thing, word, new Date(stamp).toISOString());
  }
  return "done";
}

function applyBounded({ run }: Applying, { key, value, stamp }: Register): Applied {
  const [name = null] = namesIn(key);
  if (name === null) return "done";
  if (value === null) run("DELETE FROM bounded_context WHERE name = ?", name);
  else {
    const insert = "INSERT INTO bounded_context (name, context, since) VALUES (?, ?, ?)";
    run(`${insert} ON CONFLICT DO UPDATE SET context = excluded.context`, name, value, new Date(stamp).toISOString());
  }
  return "done";
}

function applyMark(tables: Applying, { key }: Register): Applied {
  const item = itemOf(tables, namesIn(key)[0]);
  if (item === null) return "waits";
  const valueOf = (kind: StateKind): Value =>
    tables.one("SELECT value FROM state_register WHERE kind = ? AND key = ?", kind, key);
  const [how, judged = null] = String(valueOf("judged") ?? "").split(" ");
  const [kept, dropped] = [how === "kept" ? judged : null, how === "dropped" ? judged : null];
  const row = { item, read: valueOf("read"), kept, dropped };
  if (row.read === null && judged === null) tables.run("DELETE FROM item_mark WHERE item = ?", item);
  else if (tables.one("SELECT 1 FROM item_mark WHERE item = ?", item) === null)
    tables.run("INSERT INTO item_mark (item, read, kept, dropped) VALUES (@item, @read, @kept, @dropped)", row);
  else {
    const differs = "read IS NOT @read OR kept IS NOT @kept OR dropped IS NOT @dropped";
    tables.run(
      `UPDATE item_mark SET read = @read, kept = @kept, dropped = @dropped WHERE item = @item AND (${differs})`,
      row,
    );
  }
  return "done";
}

function applyAnnotation(tables: Applying, { key, value }: Register): Applied {
  const names = namesIn(key);
  const [itemKey, created = null, exact = null, comment = null] = names;
  const [item, standing] = [itemOf(tables, itemKey), annotationOf(tables, names)];
  if (value === null) {
    tables.run("DELETE FROM tag WHERE thing = ?", standing);
    tables.run("DELETE FROM annotation WHERE id = ?", standing);
    return "done";
  }
  if (item === null) return "waits";
  if (standing !== null) return "done";
  const { prefix = null, suffix = null } = fieldsIn(value);
  const version = tables.one("SELECT version FROM item WHERE id = ?", item);
  const id = tables.ids.take("annotation", key);
  tables.run(
    `INSERT INTO annotation (id, item, version, exact, prefix, suffix, comment, created)
     VALUES (@id, @item, @version, @exact, @prefix, @suffix, @comment, @created)`,
    { id, item, version, exact, prefix, suffix, comment, created },
  );
  return "done";
}

const feedbackFields = ["version", "about", "consent", "state", "why", "addressed_version", "decided"] as const;

/** Whether of the feedback something as late was said under the name that its giver has here now. */
function isKnownBetter({ one }: Applying, { key, stamp }: Register, feedback: Value): boolean {
  const now = `json_array(f.share, f.release, coalesce(p.mail, p.name), f.via, f.received, f.text)`;
  const said = one(
    `SELECT r.stamp FROM feedback f JOIN person p ON p.id = f.person
     JOIN state_register r ON r.kind = 'feedback' AND r.key = ${now} WHERE f.id = ? AND r.key <> ?`,
    feedback,
    key,
  );
  return typeof said === "number" && said >= stamp;
}

function applyFeedback(tables: Applying, register: Register): Applied {
  const { key, value } = register;
  const [share = null, release = null, who = null, via = null, received = null, text = null] = namesIn(key);
  const person = tables.one(
    `SELECT coalesce(merged_into, id) FROM person WHERE ? IN (mail, name) ORDER BY merged_into IS NOT NULL, id LIMIT 1`,
    who,
  );
  const isHere = tables.one("SELECT 1 FROM release WHERE id = ? AND share = ?", release, share) !== null;
  if (!isHere || person === null) return value === null ? "done" : "waits";
  const row = { share, release, person, via, received, text };
  const standing = tables.one(
    `SELECT id FROM feedback WHERE share = @share AND release = @release AND person = @person AND via = @via
       AND received = @received AND text = @text`,
    row,
  );
  if (standing !== null && isKnownBetter(tables, register, standing)) return "done";
  if (value === null) tables.run("DELETE FROM feedback WHERE id = ?", standing);
  else {
    const given = fieldsIn(value);
    const fields = Object.fromEntries(feedbackFields.map((name) => [name, given[name] ?? null]));
    if (standing !== null) {
      const set = feedbackFields.map((name) => `${name} = @${name}`).join(", ");
      tables.run(`UPDATE feedback SET ${set} WHERE id = @id`, { ...fields, id: standing });
    } else {
      const names = [...Object.keys(row), ...feedbackFields, "id"];
      const insert = `INSERT INTO feedback (${names.join(", ")}) VALUES (${names.map((name) => `@${name}`).join(", ")})`;
      tables.run(insert, { ...row, ...fields, id: tables.ids.take("feedback", key) });
    }
  }
  return "done";
}

function namesIn(key: string): Names {
  const names: unknown = JSON.parse(key);
  return Array.isArray(names) ? names.map((name) => (typeof name === "string" ? name : null)) : [];
}

function fieldsIn(value: string): Readonly<Record<string, Value>> {
  const fields: unknown = JSON.parse(value);
  if (typeof fields !== "object" || fields === null) return {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]: [string, unknown]) => [
      name,
      typeof field === "string" || typeof field === "number" ? field : null,
    ]),
  );
}
