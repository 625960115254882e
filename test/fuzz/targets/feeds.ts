// Feeds and pages that are said to be some.
import { contentTypes, markUpWords } from "../dictionary.ts";
import { examine } from "../examine.ts";
import { corpusSeeds, ownSeeds } from "../seeds.ts";
import type { Target } from "../target.ts";

export const feeds: Target = {
  name: "feeds",
  dictionary: markUpWords,
  // examine() has its own budget, and takes the least of several times itself.
  budgetMs: () => Number.POSITIVE_INFINITY,
  shortRuns: 1000,
  reaches: { outcome: "feed", share: 0.66 },
  open: () =>
    Promise.resolve({
      seeds: [...ownSeeds("feeds"), ...corpusSeeds()],
      examine(bytes, { chance }) {
        const contentType = chance.of(contentTypes);
        const baseUrl = chance.below(8) === 0 ? null : "https://feeds.example.org/a/feed.xml";
        const { complaints, format } = examine({ bytes, origin: { contentType, baseUrl } });
        return Promise.resolve({ complaints, outcome: format === null ? "no feed" : "feed" });
      },
    }),
};
