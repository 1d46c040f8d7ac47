import type { FastifyInstance } from "fastify";
import type { Moment } from "@wirewatch/explain";
import { readArticlePage, readVersionText, revisionOfMatch, topicDocument } from "@wirewatch/store";
import type { ArticlePage, StoredMatch, StoredText } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { html, none, outLink, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { notice, pageHead, panel, tabs } from "../../views/parts.ts";
import { clockText } from "../../views/time.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageRequest } from "../page-routes.ts";
import { textBlocks } from "./article-text.ts";
import { copiesPanel, cutPanel, factsView, matchFacts, versionsPanel } from "./article-view.ts";
import { provenanceView } from "./provenance-view.ts";
import { readerView } from "./reader-view.ts";
import type { ReadDocument } from "./reader-view.ts";
import { diffParagraphs } from "./text-diff.ts";
import { diffView } from "./text-view.ts";

export async function articlesPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  pagesOf(app, deps).get("/articles/:id", "viewer", async (page) => {
    const article = await findArticle(page);
    const isDiff = page.query.get("show") === "changes";
    const title = article.row.title ?? `Article ${article.article.id}`;
    return {
      title,
      section: "stories",
      body: isDiff ? await diffBody(page, article, title) : readerBody(page, article, title),
      live: ["alert", "delivery"],
      ...(article.row.outcome === null ? { everySeconds: 5 } : {}),
    };
  });
}

async function findArticle({ db, params, query }: PageRequest): Promise<ArticlePage> {
  const id = /^(?:ar_)?(\d{1,18})$/u.exec(params["id"] ?? "")?.[1];
  if (id === undefined) throw new Problem(404, "there is no article with that number");
  const matchId = idOf(query.get("match"));
  const asked = revisionOf(query.get("revision"));
  const revision = asked ?? (matchId === null ? null : await revisionOfMatch(db, id, matchId));
  const found = await readArticlePage(db, id, revision);
  if (found !== null) return found;
  throw new Problem(404, asked === null ? "there is no article with that number" : "the article has no such version");
}

function idOf(text: string | null): string | null {
  return text !== null && /^\d{1,18}$/u.test(text) ? text : null;
}

/** @throws {Problem} for what is no number of a version */
function revisionOf(text: string | null): number | null {
  if (text === null || text === "") return null;
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new Problem(404, "the article has no such version");
  return Number(text);
}

function readerBody(page: PageRequest, article: ArticlePage, title: string): Html {
  const { query, config } = page;
  const match = chosenMatch(article.matches, query.get("match"));
  const part = Number(/^\d{1,6}$/u.exec(query.get("part") ?? "")?.[0] ?? 1);
  const source = config.sources.find(({ id }) => id === article.row.source_id);
  const document = article.text === null ? null : documentOf(article, article.text, source);
  const clockOf = (at: Date): string => clockText(at, page);
  const same =
    article.textRevision === null || article.textRevision === article.row.revision
      ? none
      : html`<p class="soft">Its text is that of revision ${article.textRevision}.</p>`;
  const text =
    document === null
      ? html`<p>${noText(article)}</p>`
      : html`${same}${match === null ? none : matchFacts(match, clockOf)}${readerView(article, document, { match, part })}`;
  return whole(page, article, title, html`${panel("Text", text, { id: "text" })} ${cutPanel(article.text?.cut ?? [])}`);
}

/** What topics were asked about, so that the ranges of their matches fit. */
function documentOf({ row }: ArticlePage, text: StoredText, source: Parameters<typeof topicDocument>[2]): ReadDocument {
  const document = topicDocument(row, text.sections, source);
  const sections = (document.sections ?? []).map(({ heading = null, text: body, role = "main" }) => ({
    heading,
    text: body,
    role,
  }));
  // Unless the text has it already, topics are asked about the standfirst as the start of the text.
  const isOwn =
    text.sections.some((section, at) => section.text !== sections[at]?.text) || sections.length > text.sections.length;
  return { title: row.title, sections, standfirst: isOwn ? (row.standfirst ?? "") : "" };
}

function chosenMatch(matches: readonly StoredMatch[], asked: string | null): StoredMatch | null {
  if (asked === "none") return null;
  return matches.find(({ id, topic_id: topic }) => id === asked || topic === asked) ?? matches[0] ?? null;
}

function noText({ row }: ArticlePage): string {
  if (row.outcome === null) return `It has no text yet: it waits for ${row.stage}.`;
  return "No text of it is stored: none was read, or it is older than texts are kept.";
}

async function diffBody(page: PageRequest, article: ArticlePage, title: string): Promise<Html> {
  const { db } = page;
  const { row, text } = article;
  const asked = revisionOf(page.query.get("with"));
  const id = article.article.id;
  const choice = asked === null ? { revision: row.revision, isBefore: true } : { revision: asked, isBefore: false };
  const before = await readVersionText(db, id, choice);
  if (text === null || before === null || article.textRevision !== row.revision) {
    const words = "There is nothing to compare: this version, or the one before it, has no text of its own.";
    return whole(page, article, title, panel("Changes", html`<p>${words}</p>`, { id: "changes" }));
  }
  const [old, now] = [paragraphsOf(before, before), paragraphsOf(row, text)];
  const { change } = row;
  const reasons = change === null || change.reasons.length === 0 ? none : notice("info", change.reasons.join("; "));
  const isSame = old.length === now.length && old.every((paragraph, at) => paragraph === now[at]);
  const body = isSame ? html`<p>The texts are the same, to the character.</p>` : diffView(diffParagraphs(old, now));
  return whole(
    page,
    article,
    title,
    panel(`Changes since revision ${before.revision}`, html`${reasons}${body}`, { id: "changes" }),
  );
}

function paragraphsOf(
  row: { readonly title: string | null; readonly standfirst: string | null },
  text: StoredText,
): string[] {
  const document = { title: row.title, sections: text.sections };
  const blocks = textBlocks(document, "", {}).map((block) => block.text);
  const lead =
    row.standfirst === null || row.standfirst === "" || text.text.includes(row.standfirst) ? [] : [row.standfirst];
  return row.title === null ? [...lead, ...blocks] : [...blocks.slice(0, 1), ...lead, ...blocks.slice(1)];
}

function whole(page: PageRequest, article: ArticlePage, title: string, reading: Html): Html {
  const { row } = article;
  const base = path`/articles/${article.article.id}`;
  const moment: Moment = { clock: (at) => clockText(at, page), now: page.now };
  const url = row.page_url ?? article.article.url;
  const isDiff = page.query.get("show") === "changes";
  const lead = html`${row.site_name ?? row.source_id}, revision ${row.revision} of
  ${article.versions[0]?.revision ?? row.revision}`;
  const actions = html`${outLink(url, "Open the original")}
    <a class="button" href="${withQuery("/explain", { article: article.article.id })}">Why?</a>`;
  const views =
    article.versions.length < 2
      ? none
      : tabs("What is shown", [
          { name: "Text", href: withQuery(base, { revision: row.revision }), isHere: !isDiff },
          { name: "Changes", href: withQuery(base, { revision: row.revision, show: "changes" }), isHere: isDiff },
        ]);
  return html`${pageHead(title, { lead, actions })} ${views}
    <div class="reader">
      <div>${reading}</div>
      <div>
        ${panel("About it", factsView(article, page), { id: "about" })}
        ${panel("How it came here", provenanceView(article, moment, page), { id: "provenance" })}
        ${article.versions.length < 2 ? none : versionsPanel(article, page)} ${copiesPanel(article, page)}
      </div>
    </div>`;
}
