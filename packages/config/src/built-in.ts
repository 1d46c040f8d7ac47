/** What holds for a source when neither it nor `defaults` say anything; durations in milliseconds. */
export const builtIn = {
  poll: { targetMs: 600_000, minMs: 120_000, maxMs: 21_600_000 },
  timeoutMs: 20_000,
  maxBodyBytes: 5_000_000,
  concurrency: 1,
  robots: "obey",
  firstRun: "baseline",
  maxAgeMs: 172_800_000,
  fullText: "auto",
  failingAfter: 3,
  maxItems: 500,
  /** A news sitemap lists two days (developers.google.com, "Create a news sitemap"); plain ones whole archives. */
  sitemap: { newsOnly: false, maxAgeMs: 172_800_000 },
  /** Pages of a list, when it has a link to the next one. */
  listingPages: 3,
  /** Characters: more than a date or a counter, less than a sentence. */
  minChange: 40,
  silentAfter: 3,
  recheckMs: [3_600_000, 21_600_000, 86_400_000],
} as const;
