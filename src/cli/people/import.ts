// pkm people import: takes people over from an address book; whoever is known already is not doubled.
import { PkmError } from "../../base/errors.ts";
import { handlesWith, personOfCard, type Card } from "../../people/card.ts";
import type { Person } from "../../people/person.ts";
import { personView } from "../../people/view.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";

export const command: Command = defineCommand<string>({
  path: "people import",
  summary: "take people over from an address book (vCard)",
  args: "<file>",
  options: [],
  examples: [
    { line: "pkm people import contacts.vcf", about: "pkm undo takes all of it back" },
    { line: "pkm people import - < contacts.vcf", about: "from standard input" },
  ],
  details:
    "Who is known by a mail address or handle of the card gets what it adds; a name alone tells only where not both have a\n" +
    "mail address. Everybody new is only seen: nobody is followed, and nobody is written to.",
  parse: (words) => words.args[0] ?? "",
  run: (context, path) => orRehearsal(() => take(context, path)),
});

async function take(context: Context, path: string) {
  const store = await context.store();
  const readers = await context.readers();
  const cards = await readers.readVcards(await context.readFile(path));
  if (cards === null) {
    throw new PkmError("failed", `${path} is no vCard`, { hint: "pkm help people import" });
  }
  const { people } = store;
  const known = {
    knownAs: people.knownAs,
    hasMail: (id: string): boolean => people.addresses(id).mail !== null,
  };
  const before = new Set(people.list().map(({ id }) => id));
  const taken = recorderFor(context, store).record(`took over ${cards.length} people from ${path}`, () =>
    cards.map((card) => {
      const id = personOfCard(card, known) ?? people.add({ name: card.name, mail: null, handles: [] }).id;
      complete(people, id, card);
      return id;
    }),
  );
  const rows = [...new Set(taken)].map((id) => people.get(id));
  const fresh = rows.filter(({ id }) => !before.has(id)).length;
  return table<ReturnType<typeof personView>>(
    {
      rows: rows.map(personView),
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "name", value: ({ name }) => name, isFlexible: true },
        { title: "what", value: ({ id }) => (before.has(id) ? "known" : "new") },
        { title: "handles", value: ({ handles }) => handles.join(", "), hiddenBelowColumns: 80 },
      ],
      empty: `${path} names nobody`,
    },
    { ids: rows.map(({ id }: Person) => id), words: [`${fresh} new, ${rows.length - fresh} known already`] },
  );
}

function complete(people: Awaited<ReturnType<Context["store"]>>["people"], id: string, card: Card): void {
  const { name } = people.get(id);
  const had = people.addresses(id);
  const mail = had.mail ?? card.mails[0] ?? null;
  const named = card.name === name ? [] : [card.name];
  people.edit(id, { mail, handles: handlesWith([...had.handles, ...named], card, mail) });
}
