import type { FastifyInstance } from "fastify";
import type { Moment } from "@wirewatch/explain";
import { addressOfArticle, explainUrl } from "@wirewatch/store";
import type { Explanation } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { html, none, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { notice, pageHead } from "../../views/parts.ts";
import { clockText } from "../../views/time.ts";
import type { PageView, ViewContext } from "../../views/view.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageRequest } from "../page-routes.ts";
import { askedAddress } from "./asked-address.ts";
import { addressBox, explanationView, introduction } from "./explain-view.ts";

/** A form shows what was sent to it, within reason. */
const maxShown = 4096;

export async function explainPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  pagesOf(app, deps).get("/explain", "viewer", async (page) => {
    const article = page.query.get("article");
    return article === null ? explainAddress(page, page.query.get("url") ?? "") : explainArticle(page, article);
  });
}

async function explainAddress(page: PageRequest, given: string): Promise<PageView> {
  const asked = askedAddress(given);
  if (asked.kind === "nothing") return pageView(given, null, introduction);
  if (asked.kind === "refused") {
    const search = asked.isText
      ? notice(
          "info",
          html`<a href="${withQuery("/search", { q: given.trim() })}">Search the archive for these words</a>`,
        )
      : none;
    return pageView(given.slice(0, maxShown), asked.words, search);
  }
  const explanation = await explainUrl(page.db, asked.url);
  return pageView(asked.url, null, answer(explanation, page), explanation);
}

/** By the number of an article, as links of ours name it: that one alone, though others may share its address. */
async function explainArticle(page: PageRequest, id: string): Promise<PageView> {
  const url = /^\d{1,18}$/u.test(id) ? await addressOfArticle(page.db, id) : null;
  if (url === null) throw new Problem(404, "there is no article with that number");
  const explanation = await explainUrl(page.db, url);
  const articles = explanation.articles.filter((found) => found.id === id);
  const shown = { ...explanation, articles: articles.length === 0 ? explanation.articles : articles };
  return pageView(url, null, answer(shown, page), shown);
}

function answer(explanation: Explanation, page: ViewContext): Html {
  const moment: Moment = { clock: (at) => clockText(at, page), now: explanation.asOf };
  return explanationView(explanation, moment, page);
}

function pageView(value: string, problem: string | null, body: Html, explanation?: Explanation): PageView {
  const isUnderWay =
    explanation?.articles.some(({ revisions }) => revisions.some(({ outcome }) => outcome === null)) === true;
  const head = pageHead("Explain", { lead: "Why there was an alert for a page, or none." });
  return {
    title: "Explain",
    section: "explain",
    body: html`${head}${addressBox(value, problem)}${body}`,
    ...(explanation === undefined ? {} : { live: ["alert", "delivery"] as const }),
    ...(isUnderWay ? { everySeconds: 5 } : {}),
  };
}
