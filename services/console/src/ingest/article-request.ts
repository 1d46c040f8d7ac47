import type { SourceItem } from "@wirewatch/model";
import { canonicalUrl } from "@wirewatch/urls";
import { z } from "zod";
import { Problem } from "../problem.ts";
import type { FieldProblem } from "../problem.ts";

const maxUrl = 2_048;
/** Of text and html together; the body is limited as well. */
const maxAuthors = 20;

const filled = (what: string) => z.string({ error: what }).refine((text) => text.trim() !== "", { error: what });

const schema = z
  .strictObject({
    source: filled("id of the source, as sources.yaml has it").exactOptional(),
    url: z
      .string({ error: "address of the article, http or https" })
      .max(maxUrl, { error: `longer than ${maxUrl} characters` })
      .refine((url) => canonicalUrl(url) !== null, { error: "not an http or https address" }),
    title: filled("the headline as text").max(500, { error: "longer than 500 characters" }).exactOptional(),
    text: filled("the article as text, an empty line between paragraphs").exactOptional(),
    html: filled("the article as HTML").exactOptional(),
    publishedAt: z.iso
      .datetime({ offset: true, error: 'a date with time and zone, e.g. "2026-03-02T09:10:00Z"' })
      .exactOptional(),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/, { error: 'a language tag, e.g. "en" or "pt-BR"' })
      .exactOptional(),
    authors: z
      .array(filled("a name").max(200, { error: "longer than 200 characters" }))
      .max(maxAuthors, { error: `more than ${maxAuthors} names` })
      .exactOptional(),
  })
  .refine(({ text, html }) => text === undefined || html === undefined, {
    path: ["html"],
    error: "give text or html, not both",
  });

/** An article that is handed in; without `text` and `html` its page is fetched. */
export type ArticleRequest = z.output<typeof schema>;

/**
 * Reads the body of a request.
 *
 * @throws {Problem} 400 when it is not JSON in UTF-8, 422 naming each field that is not as it should be
 */
export function readArticleRequest(body: Uint8Array): ArticleRequest {
  const parsed = schema.safeParse(readJson(body));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue): FieldProblem[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((field) => ({ field: field.slice(0, 100), message: `not known; there are ${known.join(", ")}` }))
      : [{ field: issue.path.join("."), message: issue.message }],
  );
  const [first] = fields;
  const about =
    first === undefined || first.field === "" ? "the body is not an article" : `${first.field}: ${first.message}`;
  throw new Problem(422, about, { fields: fields.filter(({ field }) => field !== "").slice(0, 20) });
}

const known = ["url", "title", "text", "html", "publishedAt", "language", "authors", "source"];

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    throw new Problem(400, 'the body is not JSON in UTF-8, e.g. {"url": "https://example.com/article"}', {
      cause: error,
    });
  }
}

/** The article as a source would have announced it; it carries its text when it was handed in with one. */
export function announcedItem(request: ArticleRequest): SourceItem {
  const { url, title, publishedAt, language, authors = [] } = request;
  const html = request.html ?? (request.text === undefined ? null : paragraphs(request.text));
  return {
    id: canonicalUrl(url) ?? url,
    url,
    title: title ?? null,
    publishedAt: publishedAt === undefined ? null : new Date(publishedAt).toISOString(),
    updatedAt: null,
    summary: null,
    content: html === null ? null : `${byline(authors)}${html}`,
    authors: authors.map((name) => ({ name })),
    categories: [],
    enclosures: [],
    language: language ?? null,
  };
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}

/** Where the stripper finds authors; it is no part of the text. */
function byline(authors: readonly string[]): string {
  return authors.length === 0 ? "" : `<meta name="author" content="${escapeHtml(authors.join(", "))}">`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
