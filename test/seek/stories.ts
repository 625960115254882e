// Stories made up by a seeded generator: of one topic in other words, and retold with small edits.

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const common = `the a of and to in was that it on for said with by at from but not be are this which or had they were an
  its has more after new when who about over would been one all`.split(/\s+/);
const topicWords = `river flood bridge mayor rain council night water level people homes road school rescue boats valley
  market price trade bank growth report minister budget tax vote party court law judge study science team game season
  coach player goal match film music book writer city park train station airport energy solar wind power price climate`.split(
  /\s+/,
);

/** Sentences of common words and a few of the topic's, as stories on one subject share them. */
export function randomStory(random: () => number, { words, topic }: { words: number; topic: number }): string {
  const subject = topicWords.slice(topic * 5, topic * 5 + 12);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? "word";
  const text = Array.from({ length: words }, (_, at) => {
    const word = random() < 0.5 ? pick(common) : random() < 0.5 ? pick(subject) : pick(topicWords);
    return at % 12 === 11 ? `${word}.` : word;
  });
  return text.join(" ");
}

/** The story with so many words replaced, left out or put in. */
export function retold(story: string, { random, edits }: { random: () => number; edits: number }): string {
  const words = story.split(" ");
  for (let edit = 0; edit < edits; edit += 1) {
    const at = Math.floor(random() * words.length);
    const change = Math.floor(random() * 3);
    if (change === 0) words[at] = "instead";
    else if (change === 1) words.splice(at, 1);
    else words.splice(at, 0, "indeed");
  }
  return words.join(" ");
}

export const headers: readonly string[] = [
  "",
  "By our correspondent",
  "Advertisement",
  "3 min read",
  "Posted 2 hours ago",
];

/** Texts that fill a form: alike in their frame, but each another story. */
export const templates: readonly ((what: string, number: string) => string)[] = [
  (what, number) =>
    `Weather for today: ${what} in the morning, ${number} degrees at noon and ${what} again after that, says the office. ` +
    `Tomorrow brings ${what} to the north and ${number} degrees to the south, with ${what} in the hills and a light wind of ${number}. ` +
    `The week ends with ${what} near the coast and ${number} degrees inland, where ${what} is rare at this time of the year.`,
];
