// The topics of pkm help that no single command owns.
import { exitStatus } from "../../base/errors.ts";
import { globalOptions } from "../call.ts";
import { json } from "./help-json.ts";
import { machines } from "./help-machines.ts";
import { ownTables, settingKeys } from "../../base/setting-keys.ts";

interface Topic {
  name: string;
  about: string;
  text: string;
}

const exitMeanings: Readonly<Record<number, string>> = {
  0: "done, or nothing to do; also when the reader of a pipe went away",
  1: "failed",
  2: "the command line or config is wrong, or a question could not be asked",
  3: "no such thing, or not yet: a gate is not open",
  4: "credentials are missing or were refused",
  5: "done in part: some went, some did not; stderr names them",
  75: "try later: offline, or another pkm held the store too long",
  130: "stopped with Ctrl-C; 143 and 129 where it was terminated or its terminal hung up",
};

const exitCodes = `Exit status

${Object.entries(exitMeanings)
  .map(([status, meaning]) => `  ${status.padStart(3)}  ${meaning}`)
  .join("\n")}

These never change their numbers. Where stdout or stderr is no terminal, or with -q, stderr is
empty exactly when the status is 0, so cron mails you only when something needs you.

Kinds of error (the code in --json errors): ${Object.entries(exitStatus)
  .map(([kind, status]) => `${kind} ${status}`)
  .join(", ")}.`;

const options = `Options of every command, before or after its words

${globalOptions.map(({ flags, about }) => `  ${flags.padEnd(16)}  ${about}`).join("\n")}

Where stdout is no terminal the answer is tab-separated, uncut, without header and colour.`;

const ids = `Ids

Every thing has an id of 4 to 6 digits and consonants. The first letter tells the kind:
  k item   s source   n note   a annotation   d share   r round or publication
  p person   c community or network   h channel   x delivery   f feedback   g digest
  q claim

An id is fixed when the thing is first stored, and never given out again. An item's id comes from
its address, so it is the same on every machine.

Where a command takes <ref> you may give: the id, any beginning of it that is unique, %3 for row 3
of the last list shown in this terminal, an item's or source's URL, a note's path, a source's, person's or
community's name.`;

const query = `Queries

One language for find, lists and rules:
  words             all of them, in any order; accents and case make no difference
  lect*             words that begin so
  "two words"       the phrase
  -word             without it; a filter too: -tag:work
  a OR b            either
  tag:learning      tagged so            from:s4k2      from that source
  by:harold         by that author       context:work   in that context
  in:drafts         notes in that folder, or taken to that community
  kind:item         item, note, annotation, feedback, person, or a kind of note
  is:new            new, read, kept, noted, shared, dropped, muted or let-go
  since:7d          not older than 7 days (h, d, w, m, y) or since:2026-11-01
  before:2026-11-01 older than that day
  via:3             brought by at least 3 sources
  links:n4k2        linked to that note or item
  @name             a saved query, from [views] in config.toml

Anything you type is a valid query or gets one error with a caret under the place.`;

const gate = `Gate and pre-flight

Before a note goes wider, that is to other people than had it, to a place that more can read, or out of a bounded context
or team, a gate asks. pkm share <share> shows its conditions; what is not met is refused with status 3 and names the
command that meets it. --anyway "reason" goes all the same, and the reason stands in pkm share log. An edit makes it void.

  standing, current   the share was not withdrawn; the version is the note's text (no reason sets these aside)
  asked, answered     a community was asked; it answered, or its round is over: no answer is no approval
  decided, addressed  every point has its decision; what was accepted is taken up by a version
  cooled              the version has lain for gate.cooling-hours
  policy              gate.closed-only and gate.members-only say how far notes of a kind or context go
  attention           the place's rhythm and quiet hours (pkm community norm)
  bounded             what a bounded context or team was told stays there (a reason has to name it)

Checks look at every release, wide or not. pkm share preview shows what
each found: "look at this", "this stops it" until pkm share answer, "answered", or nothing (in --json trips, answered, ok).

  opened, checked     you have opened what you cite; something was found out about it (pkm sense check)
  own-words, asked    there are words of your own; the round asks something
  one-sided           something supports it, and nothing challenges it
  quote-changed       a passage it cites has changed since
  audience-tired  !   the place's rhythm or quiet hours
  names           !   a member or giver of feedback is named who has not agreed
  private         !   six words in a row of feedback, of your comments, or of a bounded context or team (verbatim only)
  bounded         !   it would leave a bounded context or team
  links           !   an address carries a password or token, or a wikilink names a folder of yours; an address of a
                      private network is only told

Those with ! stop it until you say why it may go: pkm share answer <share> <check> -m "…", for private words passage by
passage with --allow. preflight.off and preflight.stop in config.toml switch checks off, or make others stop.`;

const channels = `Channels

A channel is how a community or network is reached. Every one has an exposure: closed (known people), members
(whoever joins) or world (anybody). Set one up with

  pkm community channel <community> <kind> --exposure closed|members|world …
  pkm network add <name> --channel <kind> …

  mail  a letter to people or a mailing list
        --to A (repeatable) --from A --smtp smtp[s]://[user@]host:port --secret REF
        answers come home from --imap imap[s]://user@host[:port][/folder], --replies maildir:PATH or mbox:PATH;
        with one of them a copy goes to you too, and what may be lost is looked for there before it goes again
  site  a folder of pages with an Atom and a JSON feed
        --dir DIR --base-url URL --title T --author NAME
        --git commits what is published. One folder is for one circle of readers: what a community reads and what the
        world reads never stand in one
  file  the message as a Markdown file in a folder
        --dir DIR
  mastodon  posts by the Mastodon API; the token needs read and write
        --instance URL --secret REF --visibility public|unlisted|private|direct --to @name@host --language L
        --units N where a post may have another length than the server says
  bluesky   posts on Bluesky, with an app password; always public, so no community
        --service URL --handle NAME --secret REF --language L
  matrix    messages in a room, which itself says who can read it
        --homeserver URL --room #name:host --secret REF --unencrypted

The server of a channel is asked about itself when the channel is added and by pkm channel check, and nothing is
posted: who you are there, how long a post may be, who can read the room. What is too long for one post is never cut:
shorten the note, or give share preview and share publish --thread. --warning puts a content warning before the words.
  command  the message as Markdown on the standard input of a program of yours, run without a shell
        --run PROGRAM --arg A (repeatable); PKM_WIRE_ID holds the message's own id. It ends with 0 when it was sent
        (a first line of output that is an address is kept as the link), 75 for later, 77 for missing credentials,
        anything else when it was refused and nothing went; one that is killed leaves it unknown

REF says where a secret is, never the secret: env:NAME, file:PATH, cmd:PROGRAM ARGS or keyring:SERVICE/NAME.
pkm channel secret puts one there; pkm channel check tries a channel without sending anything.`;

const files = `Files

  config    $XDG_CONFIG_HOME/pkm/config.toml   (~/.config/pkm/config.toml)
  store     $XDG_DATA_HOME/pkm/pkm.db          (~/.local/share/pkm/pkm.db), readable by you alone
  notes     ~/pkm-notes                        Markdown files, yours; templates in its folder .templates
  state     $XDG_STATE_HOME/pkm                log of bugs
  cache     $XDG_CACHE_HOME/pkm                pkm as Node compiled it, so that it starts sooner; delete it at will

With --home DIR or PKM_HOME everything lies under that one folder: config.toml, pkm.db, notes/, state/.
A path in config.toml is meant from the folder of that file on.

config.toml works when it is missing. pkm config lists what holds, pkm config edit changes it. Its keys, each of which a
variable can say too (PKM_DIGEST_LIMIT=20):
${keyLines()}

and tables of your own:
${tableLines()}

A flag goes before a variable, that before config.toml, and that before the default.

Secrets are never kept by pkm, only where they are:
  env:NAME              a variable; every program that pkm starts, your editor too, can read it
  file:PATH             the first line of a file that only you can read (0600), in a folder that only you
                        can look into (0700); anything else is refused
  cmd:PROGRAM ARGS      the first line that a program prints, like cmd:pass show mail
  keyring:SERVICE/NAME  the keyring of the desktop, asked for 2 s; needs npm install @napi-rs/keyring
pkm channel secret file:PATH < FILE puts one there, in one step.`;

const digestMail = `A digest by mail

config.toml says how your mail is sent:

  [mail]
  from = "Ada <ada@example.org>"
  to = "ada@example.org"                 one address or a list
  smtp = "smtps://ada@mail.example.org"  smtp[s]://[user@]host[:port]; with a user there is a secret
  secret = "file:/home/ada/.mail-pw"     where the password is: env:NAME, file:PATH or cmd:PROGRAM ARGS
  box = "~/Maildir"                      where mail arrives on this machine: a Maildir or an mbox file
  imap = "imaps://ada@mail.example.org"  where it arrives elsewhere; secret is its password too
  when-unsure = "once"                   or "again"

pkm digest --fetch --mail then sends one letter with text and HTML: no image, no script, nothing that tells anybody
that it was read. An item counts as shown once the mail server took the letter; refused or unreachable, it waits on.

When a run is killed, or the server falls silent, at the one moment at which the letter is in its hands, nobody can
tell whether it arrived. The next run finds out:
  with box or imap   it looks for the letter there, and changes nothing. Found: it counts as shown. Not come in ten
                     minutes: the same bytes are sent again, under the same Message-ID. While the IMAP server can
                     not be asked nothing is mailed, and the status is 75
  without            once: it is not sent again; the next digest says so, and pkm show <digest> shows what it said
                     again: the same bytes are sent again, and your mailbox may show two letters of one Message-ID
With once, the letter is never twice in the mailbox, unless you ask for it: pkm digest again <digest> sends the same bytes
once more.`;

const environment = `Environment

  HOME                      where it is not set, the account's own home folder
  PKM_HOME                  as --home
  PKM_NOTES, PKM_DIGEST_LIMIT, …
                            any key of config.toml, in capitals with _ for - and .
  VISUAL, EDITOR            the editor for notes
  PAGER                     for text longer than the screen
  NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM=dumb
                            colour; --color goes before them all
  HTTP_PROXY, HTTPS_PROXY, NO_PROXY
                            the way out`;

export const topics: readonly Topic[] = [
  { name: "options", about: "options of every command", text: options },
  { name: "ids", about: "how things are named", text: ids },
  { name: "query", about: "the one query language", text: query },
  { name: "gate", about: "what is asked before a note goes wider, and the checks before it leaves", text: gate },
  { name: "channels", about: "kinds of channel and their flags", text: channels },
  { name: "digest-mail", about: "how a digest reaches your mailbox, once", text: digestMail },
  { name: "machines", about: "the same pkm on two machines", text: machines },
  { name: "json", about: "field names scripts may rely on", text: json },
  { name: "exit-codes", about: "what each exit status means", text: exitCodes },
  { name: "files", about: "where everything lies, config keys", text: files },
  { name: "environment", about: "variables that are read", text: environment },
];

function keyLines(): string {
  return settingKeys.map(({ key, example, about }) => `  ${`${key} = ${example}`.padEnd(25)}  ${about}`).join("\n");
}

function tableLines(): string {
  return ownTables.map(({ name, example, about }) => `  [${name}]\n${`  ${example}`.padEnd(27)}  ${about}`).join("\n");
}
