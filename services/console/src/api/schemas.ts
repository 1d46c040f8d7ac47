import { z } from "zod";

/*
 * Pieces that the schemas of operations are made of. Answers are encoded: a `Date` becomes a text, and what is not named is left out.
 */

/** No parameters. */
export const nothing = z.strictObject({});

/** An instant in answers. */
export const instant = z
  .codec(z.iso.datetime(), z.date(), { decode: (text) => new Date(text), encode: (date) => date.toISOString() })
  .meta({ description: "UTC, to the millisecond" });

/** Number of a row, as text: it may be larger than what numbers of JSON hold exactly. */
export const rowId = z.string().meta({ examples: ["4711"] });

/** A short text in requests; most texts that are compared with stored ones. */
export function word(longest = 200): z.ZodString {
  return z
    .string()
    .min(1, { error: "must not be empty" })
    .max(longest, { error: `longer than ${longest} characters` });
}

/** Number of a row in requests. */
export const idParam = z.string().regex(/^[1-9]\d{0,17}$/u, { error: "not a number of one" });

/** An instant in requests. */
export const when = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'a time with zone or a day (UTC), e.g. "2026-03-02T09:10:00Z" or "2026-03-02"',
  })
  .transform((text) => new Date(text))
  .refine((at) => at.getUTCFullYear() >= 1900, { error: "before 1900" });

/** Parameters of every list that is read page by page. */
export const paging = {
  limit: z.coerce
    .number({ error: "a number from 1 to 200" })
    .int()
    .min(1, { error: "a number from 1 to 200" })
    .max(200, { error: "a number from 1 to 200" })
    .default(50)
    .meta({ description: "Entries on a page." }),
  cursor: z
    .string()
    .max(500)
    .regex(/^[\w-]+$/u, { error: "not a cursor of this list" })
    .exactOptional()
    .meta({ description: "From `next` of the page before; it says nothing else." }),
};

/** Parameters of lists that go by time. */
export const span = {
  since: when.exactOptional().meta({ description: "At or after this instant." }),
  until: when.exactOptional().meta({ description: "Before this instant." }),
};

/** A page of a list. */
export function pageOf<Entry extends z.ZodType>(entry: Entry) {
  return z.object({
    items: z.array(entry),
    next: z.string().nullable().meta({ description: "Address of the next page; null on the last one." }),
  });
}
