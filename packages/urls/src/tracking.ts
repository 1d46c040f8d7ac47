/**
 * Query parameters that say how a reader came, never what the page is.
 *
 * A parameter belongs here only if no site is known to choose content by it. Doubtful names (`ref`, `source`, …) are
 * listed by value instead. Unknown parameters are kept: a missed merge costs one duplicate, a wrong one loses an article.
 */
const trackingNames = new Set(
  [
    // advertising clicks
    "gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid gs_lcrp fbclid fb_ref fb_source fb_action_ids",
    "srsltid ymclid mibextid sfnsn fb_news_token irclickid irgwc tt_medium tt_content",
    "fb_action_types msclkid yclid ysclid _openstat twclid ttclid li_fat_id epik rdt_cid ndclid igshid igsh scclid",
    // analytics and tag managers
    "_ga _gl _gac _hsenc _hsmi __hssc __hstc __hsfp hsctatracking _ke _kx _branch_match_id _bta_tid _bta_c",
    "pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid sc_cid sc_src sc_lid sc_uid sc_llid sc_eh",
    "vero_id vero_conv s_cid ef_id s_kwcid rb_clickid wickedid mkt_tok trk trkcampaign",
    "mc_cid mc_eid ml_subscriber ml_subscriber_hash ck_subscriber_id dm_i spm scm soc_src soc_trk guce_referrer",
    "elqtrackid elqtrack elqaid elqat wt_mc wt_zmc trackingid _bhlid __s dicbo obclid tblci",
    "guce_referrer_sig guccounter ncid cndid esrc",
    // publishers' own campaign codes
    "icid cmpid cmp cid_source smid smtyp ocid xtor xtref ns_campaign ns_mchannel ns_source",
    "ns_linkname ns_fee at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_bbc_team at_link_id",
    "at_link_type at_link_origin at_ptr_name at_format sr_share ito intcid int_cid itid tid_source srnd sref",
    "feedtype feedname rpc sh_kw share_source shareid share_id nsukey echobox traffic_source taid tpcc",
    "mod_source cx_testid cx_testvariant cx_artpos recommended_by recommended_code",
    "__twitter_impression twitter_impression __tn__ _unique_id socialref smprod smvar",
    "wpisrc wpmm reflink cn-reloaded nbsrc embedded-checkout sharetoken unlocked_article_code",
    // presentation of the same page
    "amp _amp outputtype amp_js_v amp_gsa usqp amp_markup",
    // sessions
    "phpsessid jsessionid aspsessionid cftoken",
  ].flatMap((line) => line.split(" ")),
);

const trackingPrefixes =
  "utm_ utm- wt. hsa_ mtm_ matomo_ piwik_ ga_ _ga_ _gcl_ _ym_ oly_ __hs stm_ itm_ asc_ __cf_chl_".split(" ");

/** Names that choose a rendering, of which AMP is one. */
const renderingNames = new Set(["view", "render", "display", "version"]);

/** Names that also select content on some sites, with the values that can only mean an origin. */
const originNames = new Set(
  "ref referrer referer ref_src ref_url source src from via partner emc feature mod origin share mbid".split(" "),
);
const originValues = new RegExp(
  `^(?:${[
    "rss\\w*|atom|feeds?|feedburner|e?mail|email_article|newsletter\\w*|nl\\w*|push\\w*",
    "twitter\\w*|twsrc\\w*|tw|twtr|facebook\\w*|fb|linkedin|whatsapp|telegram|reddit|instagram|threads|bluesky",
    "mastodon|pinterest|youtube|social\\w*|share\\w*|sharethis|addtoany|bookmark|copy_?link",
    "google\\w*|gnews|bing|yahoo|msn|flipboard|apple\\w*",
    "hp_\\w+|home\\w*|front\\w*|article_inline|related\\w*|recommended|most\\w*|trending|top\\w*",
    "app|ios|android|web|mobile|desktop",
  ].join("|")})$`,
  "iu",
);

/**
 * True when dropping the parameter leaves the address of the same page.
 *
 * @param name decoded parameter name, any case
 * @param value decoded value
 */
export function isTrackingParameter(name: string, value: string): boolean {
  const key = name.toLowerCase();
  if (trackingNames.has(key)) return true;
  if (trackingPrefixes.some((prefix) => key.startsWith(prefix))) return true;
  if (renderingNames.has(key) && /^amp$/iu.test(value)) return true;
  return originNames.has(key) && originValues.test(value);
}
