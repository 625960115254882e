// The parameters of an address that say how a reader came to a page, never which page it is.

const parameters: ReadonlySet<string> = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh epik srsltid
  mkt_tok ref_src ref_url rb_clickid s_cid wickedid xtor icid ncid ocid cmpid mbid smid spm sr_share
  hsctatracking oly_anon_id oly_enc_id vero_id vero_conv _openstat _ga _gl _branch_match_id
  fb_action_ids fb_action_types fb_source fb_ref ns_source ns_mchannel ns_campaign ns_linkname ns_fee
  at_medium at_campaign at_format at_link_id at_link_type at_link_origin at_ptr_name at_bbc_team
  guccounter guce_referrer guce_referrer_sig elqtrackid elqtrack`.split(/\s+/),
);
const prefixes: readonly string[] = [
  "utm_",
  "mc_",
  "pk_",
  "mtm_",
  "piwik_",
  "matomo_",
  "hsa_",
  "itm_",
  "stm_",
  "_hs",
  "__hs",
  "at_custom",
];

/** Names that some sites tell pages apart by: they say where a reader came from only with such a value. */
const origins: ReadonlySet<string> = new Set("ref source src from partner via feature origin emc cmp".split(" "));
const fromFeed = /^(?:rss|atom|feed|feedburner)(?:[-_.]|$)/i;
const ampNames: ReadonlySet<string> = new Set(["outputtype", "output", "view"]);

/** Whether the pair (`name=value` as it stands between two &) can be left out and the page is still the same. */
export function isTracking(pair: string): boolean {
  const [written = "", value = ""] = pair.split("=", 2);
  // Addresses that were escaped twice have "amp;" before every name but the first.
  const name = written.toLowerCase().replace(/^(?:amp;)+/, "");
  if (parameters.has(name) || prefixes.some((prefix) => name.startsWith(prefix))) return true;
  if (origins.has(name)) return fromFeed.test(value);
  if (name === "amp") return value === "" || value === "1" || value === "true";
  return ampNames.has(name) && value.toLowerCase() === "amp";
}
