// Decides whether a terminal is known to have links (OSC 8): one that has none may show the sequence as rubbish.

type Env = Readonly<Record<string, string | undefined>>;

const programs = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"];
const terminals = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|contour|wezterm)/;
/** GNOME's terminal widget has them since 0.50, as VTE_VERSION counts. */
const vteMin = 5000;

/** FORCE_HYPERLINK goes before all (0 is off); else whether it is a terminal that names itself as one that has links. */
export function wantsHyperlinks({ env, isTty }: { env: Env; isTty: boolean }): boolean {
  const forced = env["FORCE_HYPERLINK"];
  if (forced !== undefined && forced !== "") return forced !== "0";
  if (!isTty || env["TERM"] === "dumb") return false;
  return (
    Number(env["VTE_VERSION"]) >= vteMin ||
    programs.includes(env["TERM_PROGRAM"] ?? "") ||
    terminals.test(env["TERM"] ?? "") ||
    env["WT_SESSION"] !== undefined ||
    env["KONSOLE_VERSION"] !== undefined
  );
}
