// The acts of the demo: what is typed, in which order, and how each command line is to end.

/** What an act may lean on. */
export interface Cast {
  addresses: readonly string[];
  home: string;
  /** The first id that a command line lists. */
  first(...argv: readonly string[]): Promise<string>;
}

export interface Act {
  title: string;
  argv: (cast: Cast) => readonly string[] | Promise<readonly string[]>;
  /** The exit status it has to end with. */
  status: number;
}

const community = "Bench Circle";
const network = "garden";
const quote = "They asked the person next to them, half a minute after the mistake";
const firstDraft =
  "Feedback is worth most in the half minute after a mistake, and only a neighbour is there by then. A teacher sets the standard; the people beside me carry it to where my hands are.";
const secondDraft =
  "Feedback is worth most in the half minute after a mistake, and only a neighbour is there by then. A teacher sets the standard; the people beside me carry it to where my hands are.\n\nThis holds while the work is visible. Where it is not, as in code or prose, the half minute has to be arranged: a pair, a draft shown early, a short round.";

const seek: readonly Act[] = [
  {
    title: "Seek: a page that names its feed, and three feeds",
    status: 0,
    argv: ({ addresses }) => ["seek", "add", ...addresses, "--all"],
  },
  { title: "Nothing is asked again before it is due", status: 0, argv: () => ["seek"] },
  { title: "The morning: a turn for every source", status: 0, argv: () => ["digest", "--limit", "5"] },
];

const sense: readonly Act[] = [
  {
    title: "Sense: mark the passage that matters",
    status: 0,
    argv: async ({ first }) => [
      "sense",
      "mark",
      await first("find", "bench", "lecture", "kind:item"),
      "--quote",
      quote,
      "-m",
      "the half minute is the point",
    ],
  },
  {
    title: "Make it a note of your own",
    status: 0,
    argv: async ({ first }) => [
      "sense",
      "note",
      await first("find", "bench", "lecture", "kind:item"),
      "--title",
      "The half minute after a mistake",
      "-t",
      "learning",
      "-m",
      firstDraft,
    ],
  },
];

const people: readonly Act[] = [
  {
    title: "A community you belong to, and a member",
    status: 0,
    argv: () => ["community", "add", community, "--domain", "learning a craft together"],
  },
  { title: "Somebody in it", status: 0, argv: () => ["people", "add", "Ines Aalto", "--mail", "ines@bench.example"] },
  { title: "She joins", status: 0, argv: () => ["community", "member", community, "Ines Aalto"] },
  {
    title: "How it is reached: here a folder, elsewhere mail",
    status: 0,
    argv: ({ home }) => [
      "community",
      "channel",
      community,
      "file",
      "--exposure",
      "closed",
      "--dir",
      `${home}/bench-circle`,
    ],
  },
];

const round: readonly Act[] = [
  {
    title: "Share: stage the note for the community, with a question",
    status: 0,
    argv: async ({ first }) => [
      "share",
      "stage",
      await first("sense", "list"),
      "--with",
      community,
      "--ask",
      "Where does this not hold?",
    ],
  },
  {
    title: "Who would read it, and the exact bytes",
    status: 0,
    argv: async ({ first }) => ["share", "preview", await first("share")],
  },
  {
    title: "A public place of your own",
    status: 0,
    argv: ({ home }) => [
      "network",
      "add",
      network,
      "--channel",
      "site",
      "--dir",
      `${home}/garden`,
      "--base-url",
      "https://garden.example/",
    ],
  },
  {
    title: "Too early for it: refused, and why",
    status: 3,
    argv: async ({ first }) => ["share", "publish", await first("share"), "--to", network],
  },
  { title: "Send it to the community", status: 0, argv: async ({ first }) => ["share", "send", await first("share")] },
];

const feedback: readonly Act[] = [
  {
    title: "The reply comes home, even over coffee",
    status: 0,
    argv: async ({ first }) => [
      "share",
      "feedback",
      await first("share"),
      "add",
      "--from",
      "Ines Aalto",
      "--via",
      "coffee",
      "-m",
      "At a bench everyone sees the mistake. In code nobody does. What then?",
    ],
  },
  {
    title: "Take the point",
    status: 0,
    argv: async ({ first }) => {
      const share = await first("share");
      return ["share", "feedback", share, "accept", await first("share", "feedback", share)];
    },
  },
  {
    title: "Answer it in the text: version 2",
    status: 0,
    argv: async ({ first }) => ["share", "revise", await first("share"), "-m", secondDraft],
  },
  {
    title: "Now it may go public: a page, an Atom feed and a JSON feed",
    status: 0,
    argv: async ({ first }) => ["share", "publish", await first("share"), "--to", network],
  },
  { title: "Everything that ever left", status: 0, argv: () => ["share", "log"] },
  {
    title: "The chain, from the feed to the post",
    status: 0,
    argv: async ({ first }) => ["trace", await first("share")],
  },
];

export const acts: readonly Act[] = [...seek, ...sense, ...people, ...round, ...feedback];
