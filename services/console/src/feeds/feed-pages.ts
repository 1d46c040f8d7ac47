import { addFeedToken, findSavedSearch, listFeedTokens, revokeFeedToken } from "@wirewatch/store";
import type { FeedSubject } from "@wirewatch/store";
import type { PageRequest, Pages } from "../pages/page-routes.ts";
import { Problem } from "../problem.ts";
import { html, path, withQuery } from "../views/html.ts";
import { pageHead } from "../views/parts.ts";
import type { PageView } from "../views/view.ts";
import { feedPagePath, feedPanel } from "./feed-panel.ts";

const maxName = 100;

/** `/feeds/for/topic/<id>` and `/feeds/for/search/<id>`: the private addresses of a feed. */
export function feedPages(pages: Pages): void {
  pages.get("/feeds/for/:kind/:ref", "viewer", async (page) => feedPage(page, null));

  pages.post("/feeds/for/:kind/:ref/new", "analyst", async (page) => {
    const { subject } = await subjectOf(page);
    const name = (page.form.get("name") ?? "").trim().slice(0, maxName);
    if (name === "")
      throw new Problem(422, "say who or what will read the feed, so that it is known which address to revoke");
    const { token } = await page.db.transaction().execute(async (tx) => {
      const made = await addFeedToken(tx, { ...subject, name, createdBy: page.viewer.id });
      const detail = { name, of: subject.kind };
      await page.audit({ action: "feed.made", targetKind: subject.kind, targetId: subject.ref, detail }, tx);
      return made;
    });
    // Not by a redirect: the address is shown once, and stands in no cookie.
    return feedPage(page, token);
  });

  pages.post("/feeds/for/:kind/:ref/revoke", "analyst", async (page) => {
    const { subject } = await subjectOf(page);
    const name = await page.db.transaction().execute(async (tx) => {
      const revoked = await revokeFeedToken(tx, page.form.get("id") ?? "", subject);
      if (revoked === null) throw new Problem(404, "there is no such address; it may have been revoked already");
      const detail = { name: revoked, of: subject.kind };
      await page.audit({ action: "feed.revoked", targetKind: subject.kind, targetId: subject.ref, detail }, tx);
      return revoked;
    });
    return {
      to: feedPagePath(subject),
      note: `Revoked: ${name === "" ? "the address" : name} reads nothing any more.`,
    };
  });
}

async function feedPage(page: PageRequest, token: string | null): Promise<PageView> {
  const { subject, name, href } = await subjectOf(page);
  const tokens = await listFeedTokens(page.db, subject);
  const lead = html`Of the ${subject.kind === "topic" ? "topic" : "search"} <a href="${href}">${name}</a>`;
  const made = token === null ? null : { token, origin: originOf(page) };
  return {
    title: `Feeds of ${name}`,
    section: subject.kind === "topic" ? "topics" : "search",
    body: html`${pageHead("Feeds", { lead })} ${feedPanel(tokens, subject, page, made)}`,
  };
}

interface NamedSubject {
  readonly subject: FeedSubject;
  readonly name: string;
  readonly href: string;
}

/** @throws {Problem} 404 when there is no such topic or search */
async function subjectOf({ params, config, db }: PageRequest): Promise<NamedSubject> {
  const { kind, ref = "" } = params;
  if (kind === "topic") {
    const topic = config.topics.find(({ id }) => id === ref);
    if (topic !== undefined) return { subject: { kind, ref }, name: topic.name, href: path`/topics/${ref}` };
  }
  if (kind === "search") {
    const saved = await findSavedSearch(db, ref);
    const href = withQuery("/search", { saved: ref });
    if (saved !== null) return { subject: { kind, ref: saved.id }, name: saved.name, href };
  }
  throw new Problem(404, `there is no such ${kind === "topic" ? "topic" : "saved search"} to read as a feed`);
}

/** Where readers reach us: the public address, else the one that this page was asked at. */
function originOf({ config, request }: PageRequest): string {
  const { publicUrl } = config.alerts;
  return publicUrl === null ? `${request.protocol}://${request.host}` : new URL(publicUrl).origin;
}
