/**
 * How the work on one revision of an article ended. Every revision ends in exactly one of these.
 *
 * - `matched`: at least one topic matched; how each match ended (sent, joined, suppressed) stands with the match
 * - `unmatched`: an article, but no topic asked for it
 * - `duplicate`: the same text is already known under another URL
 * - `unchanged`: fetched again, same text as the revision before
 * - `notArticle`: the page holds no readable article (empty, listing, login page)
 * - `gone`: the page is not there (404, 410)
 * - `refused`: policy forbids fetching it (robots.txt, private address, scheme, blocked by the site)
 * - `failed`: retries are used up; visible and replayable
 */
export const outcomes = [
  "matched",
  "unmatched",
  "duplicate",
  "unchanged",
  "notArticle",
  "gone",
  "refused",
  "failed",
] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * How one announced item ended when it opened no work of its own: it named an article already known
 * (`knownUrl`), or its source is configured not to take it (`excluded`: a URL pattern or a limit).
 */
export const itemOutcomes = ["knownUrl", "excluded"] as const;
export type ItemOutcome = (typeof itemOutcomes)[number];

/**
 * Why a topic match led to no message; the closed list of the notifier, and `rematch`: the article was in the archive already when the
 * topic was given to it.
 */
export const suppressionReasons = [
  "baseline",
  "too_old",
  "duplicate",
  "silenced",
  "inhibited",
  "quiet_hours",
  "rate_limited",
  "below_route",
  "no_route",
  "expired",
  "disabled",
  "feedback",
  "not_material",
  "rematch",
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];
