import { z } from "zod";
import { count, durationOrNone, flag, line, listOf, secret, words } from "./fields.ts";

/*
 * What only some kinds of source have: how a sitemap, a list or a single page is read, and who may hand articles in.
 */

const dayMs = 86_400_000;

/** CSS as the reader understands it; selector-rules.ts says what is wrong with one. */
export const selector = line(1_000, "a CSS selector");

export const sitemap = z.strictObject({
  news_only: flag.exactOptional().describe("Take only entries with news data (news:news)."),
  max_age: durationOrNone({ minMs: 60_000, maxMs: 3_650 * dayMs })
    .exactOptional()
    .describe("Entries that changed longer ago are left out; none: no limit."),
});

const datePlace = z.strictObject({
  selector,
  attr: line(100).exactOptional().describe("Attribute that holds the date; the element's text when left out."),
  format: line(100).exactOptional().describe("How the date is spelled, e.g. dd.MM.yyyy HH:mm."),
});

export const listing = z.strictObject({
  item: selector.describe("CSS selector: one element per article."),
  link: selector.exactOptional().describe("The link inside the item; its first link when left out."),
  title: selector.exactOptional(),
  date: z
    .union([selector, datePlace], { error: "a CSS selector, or { selector, attr, format }" })
    .exactOptional()
    .describe("Where the date is."),
  next: selector.exactOptional().describe("The link to the next page of the list."),
  max_pages: count(1, 50).exactOptional().describe("Pages of the list that are read at most."),
  include: words.exactOptional().describe("As the source's own include."),
  exclude: words.exactOptional().describe("As the source's own exclude."),
});

export const page = z.strictObject({
  select: selector.exactOptional().describe("CSS selector of the part that counts; the whole page when left out."),
  ignore: listOf(selector).exactOptional().describe("CSS selectors of parts that do not count."),
  min_change: count(0, 100_000).exactOptional().describe("Characters of new text from which a change counts."),
});

export const ingest = z.strictObject({
  token: secret.exactOptional().describe("Sent by the caller as Authorization: Bearer …"),
  secret: secret.exactOptional().describe("whsec_…: requests are signed by the Standard Webhooks rules."),
  secrets: listOf(secret)
    .min(1, { error: "at least one secret" })
    .max(5, { error: "at most five secrets" })
    .exactOptional()
    .describe("Several during a rotation."),
});
