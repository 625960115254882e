// Full-text search in SQL over a store of very many items.
import { wordOf } from "./words.ts";
import { parseQuery } from "../../src/sense/query.ts";
import type { Run } from "./bench.ts";
import { withStore } from "./homes.ts";
import { rowOf, type Row } from "./row.ts";

const rounds = 5;

/** Full-text search in SQL. */
export async function search({ isFull, bigHomes }: Run): Promise<readonly Row[]> {
  const items = isFull ? 1_000_000 : 100_000;
  const queries = [
    { name: "a rare word", words: wordOf(39_000), most: 10 },
    { name: "a word of the middle", words: wordOf(800), most: 100 },
    { name: "a common word by rank", words: wordOf(0), most: 300 },
    { name: "a prefix of 3 letters", words: `${wordOf(0).slice(0, 3)}*`, most: 100 },
    { name: "a common word, newest first", words: wordOf(0), most: 5, order: "date" },
    { name: "a rare word, newest first", words: wordOf(39_000), most: 5, order: "date" },
  ] as const;
  const home = await bigHomes.of({ sources: 300, items, hasSearch: true });
  return withStore(home, (store) =>
    queries.map(({ name, words, most, ...how }) => {
      const query = parseQuery(words, new Date());
      const times: number[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const started = performance.now();
        const found = store.search.find(query, 20, how);
        if (found.length === 0) throw new Error(`${words} was not found`);
        if (round > 0) times.push(performance.now() - started);
      }
      return rowOf({ what: `search ${items} items: ${name}`, values: times, goal: { most } });
    }),
  );
}
