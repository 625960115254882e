// Bookmarks as browsers write them (the Netscape bookmark file), and Pocket's list in HTML, which is built alike.
import { Parser } from "htmlparser2";
import type { Take } from "../../sense/imported.ts";
import { instantOf, itemFrom, lineOf, markFrom, partsOf, webUrl } from "./cleaned.ts";

const depthMax = 32;
/** Folders that every browser has; they say nothing of what is in them. */
const usualFolders = /^(?:bookmarks(?: bar| menu| toolbar)?|other bookmarks|mobile bookmarks|favou?rites(?: bar)?)$/i;

/** A bookmark while it is read: its description may follow it. */
interface Open {
  attributes: Readonly<Record<string, string>>;
  line: number;
  title: string;
  description: string;
}

type In = "title" | "description" | "folder" | null;

/** Hands every bookmark to `take`, its folders as tags. */
export function readBookmarks(html: string, take: Take): void {
  const reading = new Bookmarks(html, take);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reading.open(name, attributes, parser.startIndex),
      ontext: (text) => reading.text(text),
      onclosetag: (name) => reading.close(name),
    },
    { lowerCaseTags: true, lowerCaseAttributeNames: true, decodeEntities: true },
  );
  parser.write(html);
  parser.end();
  reading.end();
}

class Bookmarks {
  readonly #html: string;
  readonly #take: Take;
  readonly #folders: string[] = [];
  #folder = "";
  #isPocketRead = false;
  #open: Open | null = null;
  #in: In = null;
  #line = 1;
  #lineAt = 0;

  constructor(html: string, take: Take) {
    this.#html = html;
    this.#take = take;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, at: number): void {
    if (name === "dl") this.#folders.push(this.#folder);
    if (name === "dl" || name === "dt" || name === "h3" || name === "a" || name === "li") this.end();
    this.#in =
      name === "h3" || name === "h1" ? "folder" : name === "a" ? "title" : name === "dd" ? "description" : null;
    if (this.#in === "folder") this.#folder = "";
    if (name === "a") this.#open = { attributes, line: this.#lineOf(at), title: "", description: "" };
  }

  text(text: string): void {
    if (this.#in === "folder") this.#folder += text;
    else if (this.#in !== null && this.#open !== null) this.#open[this.#in] += text;
  }

  close(name: string): void {
    if (name === "h1") this.#isPocketRead = /^\s*read archive\s*$/i.test(this.#folder);
    if (name === "dl") {
      this.end();
      this.#folders.pop();
    }
    if (name === "a" || name === "h3" || name === "h1") this.#in = null;
    if (name === "h1" || name === "dl") this.#folder = "";
  }

  /** Hands out the bookmark that was being read. */
  end(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    const { attributes, title, description, line } = open;
    const place = `line ${line}`;
    const address = attributes["href"] ?? "";
    const url = webUrl(address);
    if (url === null) {
      const what = /^javascript:/i.test(address)
        ? "a bookmark that is a script"
        : `${lineOf(address) ?? "a bookmark"}, no address of the web,`;
      this.#take({ kind: "not-taken", place, what });
      return;
    }
    const folders = this.#folders
      .slice(0, depthMax)
      .filter((folder) => folder.trim() !== "" && !usualFolders.test(folder.trim()));
    this.#take(
      itemFrom({
        place,
        url,
        title: title.trim() === address.trim() ? null : title,
        saved: instantOf(attributes["add_date"] ?? attributes["time_added"]),
        isRead: attributes["toread"] !== "1" && (this.#isPocketRead || attributes["time_added"] === undefined),
        tags: [...folders, ...partsOf(attributes["tags"], ",")],
        marks: markFrom({ comment: description }),
      }),
    );
  }

  /** Offsets come in order, so that lines are counted once. */
  #lineOf(at: number): number {
    for (let next = this.#html.indexOf("\n", this.#lineAt); next !== -1 && next < at;) {
      this.#line += 1;
      this.#lineAt = next + 1;
      next = this.#html.indexOf("\n", this.#lineAt);
    }
    return this.#line;
  }
}
