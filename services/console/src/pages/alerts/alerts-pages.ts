import type { FastifyInstance } from "fastify";
import { isMatch } from "@wirewatch/alerting";
import {
  activeSilences,
  countCards,
  countSuppressed,
  findCards,
  listSuppressed,
  maxCounted,
  readAlertPage,
  readCards,
} from "@wirewatch/store";
import type { CardChoice, CardFacts, SuppressedChoice } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { html, path, withQuery } from "../../views/html.ts";
import { more } from "../../views/parts.ts";
import type { PageView } from "../../views/view.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageRequest } from "../page-routes.ts";
import { alertView } from "./alert-view.ts";
import { acknowledgeAlert, actOnMarked, muteAlert, unmuteAlert } from "./alerts-actions.ts";
import { queryFields, readAlertsQuery, tabNames } from "./alerts-query.ts";
import type { AlertsQuery } from "./alerts-query.ts";
import type { CardContext } from "./card-view.ts";
import { titleOf } from "./card-view.ts";
import { cardList, countText, listHead } from "./list-view.ts";
import type { TabCounts } from "./list-view.ts";
import { labeller } from "./match-labels.ts";
import { suppressedList } from "./suppressed-view.ts";

const pageSize = 25;

export async function alertsPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/alerts", "viewer", (page) => alertsPage(page));
  pages.get("/alerts/:id", "viewer", (page) => alertPage(page));
  pages.post("/alerts/bulk", "analyst", (page) => actOnMarked(page));
  pages.post("/alerts/:id/acknowledge", "analyst", (page) => acknowledgeAlert(page));
  pages.post("/alerts/:id/mute", "analyst", (page) => muteAlert(page));
  pages.post("/alerts/:id/unmute", "analyst", (page) => unmuteAlert(page));
}

async function alertsPage(page: PageRequest): Promise<PageView> {
  const query = readAlertsQuery(page.query);
  const [counts, list] = await Promise.all([
    tabCounts(page, query),
    query.tab === "suppressed" ? suppressedPart(page, query) : cardsPart(page, query),
  ]);
  const open = counts.open === 0 ? "" : `(${countText(counts.open)}) `;
  return {
    title: query.tab === "open" ? `${open}Alerts` : `${open}${tabNames[query.tab]} alerts`,
    section: "alerts",
    body: html`${listHead(query, counts, page, page.config)}${list}`,
    live: ["alert", "silence"],
    // Ages, and times until which something is held.
    everySeconds: 60,
  };
}

async function tabCounts({ db }: PageRequest, query: AlertsQuery): Promise<TabCounts> {
  const [cards, suppressed] = await Promise.all([
    countCards(db, choiceOf(query)),
    countSuppressed(db, suppressedChoiceOf(query), maxCounted + 1),
  ]);
  return { ...cards, suppressed };
}

async function cardsPart(page: PageRequest, query: AlertsQuery) {
  const { db } = page;
  const context = await cardContext(page, withQuery("/alerts", { ...queryFields(query), after: query.after }));
  const { matchers } = query.matchers;
  const fits = (facts: CardFacts): boolean => {
    const labels = context.labelsOf(facts);
    return matchers.every((matcher) => isMatch(matcher, labels));
  };
  const { ids, next } = await findCards(db, choiceOf(query), {
    after: query.after,
    limit: pageSize,
    ...(matchers.length === 0 ? {} : { fits }),
  });
  return cardList(await readCards(db, ids), next, query, context);
}

async function suppressedPart(page: PageRequest, query: AlertsQuery) {
  const found = await listSuppressed(page.db, suppressedChoiceOf(query), { after: query.after, limit: pageSize + 1 });
  const shown = found.slice(0, pageSize);
  const next = found.length > pageSize ? (shown.at(-1)?.id ?? null) : null;
  if (shown.length === 0) return cardList([], null, query, await cardContext(page, "/alerts"));
  return html`${suppressedList(shown, page)}${more("/alerts", queryFields(query), next)}`;
}

async function alertPage(page: PageRequest): Promise<PageView> {
  const found = await readAlertPage(page.db, page.params["id"] ?? "");
  if (found === null)
    throw new Problem(
      404,
      "there is no such alert; it may never have been, or it was removed with the data of its time",
    );
  const context = await cardContext(page, path`/alerts/${found.card.alertId}`);
  return {
    title: titleOf(found.card),
    section: "alerts",
    body: alertView(found, context),
    live: ["alert", "silence", "delivery"],
    everySeconds: 30,
  };
}

/** What cards are made with, for this page. @param back where actions lead back to */
export async function cardContext(page: PageRequest, back: string): Promise<CardContext> {
  const silences = await activeSilences(page.db);
  return { ...page, silences, labelsOf: labeller(page.config), back };
}

function choiceOf(query: AlertsQuery): CardChoice {
  const { tab, text, topicId, severity, receiver, sourceId } = query;
  return { tab: tab === "suppressed" ? "all" : tab, text, topicId, severity, receiver, sourceId };
}

function suppressedChoiceOf({ reason, topicId, severity, sourceId, silenceId }: AlertsQuery): SuppressedChoice {
  return { reason, topicId, severity, sourceId, silenceId };
}
