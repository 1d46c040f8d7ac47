import type { FastifyInstance } from "fastify";
import {
  addSilence,
  anySuppressed,
  countMuted,
  countSilences,
  expireSilence,
  extendSilence,
  listSilences,
  listSuppressed,
  mutedBySilences,
  readCards,
  silencesByIds,
  storyTitles,
} from "@wirewatch/store";
import type { StoredSilence } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { path } from "../../views/html.ts";
import { count, more } from "../../views/parts.ts";
import type { PageView } from "../../views/view.ts";
import { placeTime } from "../alerts/card-words.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageAnswer, PageRequest } from "../page-routes.ts";
import { allMatchers, noChoices, splitMatchers, storyOf } from "./silence-choices.ts";
import { maxSilenceMs, readSilence, silenceFields } from "./silence-form.ts";
import type { SilenceFields, SilenceReading } from "./silence-form.ts";
import { previewSilence, previewView } from "./silence-preview.ts";
import { silenceForm } from "./silence-form-view.ts";
import { silencesView, silenceState, silenceView } from "./silences-view.ts";

const hourMs = 3_600_000;
const maxListed = 300;
const pageSize = 25;

export async function silencesPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/silences", "viewer", (page) => silencesPage(page));
  pages.get("/silences/new", "analyst", (page) => newPage(page));
  pages.get("/silences/:id", "viewer", (page) => silencePage(page));
  pages.post("/silences", "analyst", (page) => create(page));
  pages.post("/silences/preview", "analyst", (page) => preview(page));
  pages.post("/silences/:id/extend", "analyst", (page) => extend(page));
  pages.post("/silences/:id/expire", "analyst", (page) => expire(page));
}

async function silencesPage(page: PageRequest): Promise<PageView> {
  const state = silenceState(page.query.get("state"));
  const [counts, silences] = await Promise.all([
    countSilences(page.db),
    listSilences(page.db, { state, limit: maxListed }),
  ]);
  const [muted, titles] = await Promise.all([mutedBySilences(page.db, silences), titlesOf(page, silences)]);
  return {
    title: "Silences",
    section: "silences",
    body: silencesView({ state, silences, counts, muted, titles }, page),
    live: ["silence"],
    everySeconds: 60,
  };
}

async function silencePage(page: PageRequest): Promise<PageView> {
  const silence = await silenceOf(page);
  const after = /^[1-9]\d{0,17}$/u.exec(page.query.get("after") ?? "")?.[0] ?? null;
  const [muted, titles, found] = await Promise.all([
    countMuted(page.db, silence.id),
    titlesOf(page, [silence]),
    listSuppressed(
      page.db,
      { ...anySuppressed, reason: "silenced", silenceId: silence.id },
      { after, limit: pageSize + 1 },
    ),
  ]);
  const matches = found.slice(0, pageSize);
  const next = found.length > pageSize ? (matches.at(-1)?.id ?? null) : null;
  return {
    title: `Silence ${silence.id}`,
    section: "silences",
    body: silenceView(silence, { muted, titles, matches, more: more(path`/silences/${silence.id}`, {}, next) }, page),
    live: ["silence"],
    everySeconds: 60,
  };
}

/** What the stories that silences name are called. */
async function titlesOf({ db }: PageRequest, silences: readonly StoredSilence[]): Promise<ReadonlyMap<string, string>> {
  return storyTitles(
    db,
    silences.flatMap(({ matchers }) => matchers.flatMap((text) => storyOf(text) ?? [])),
  );
}

/**
 * Prefilled from an alert (`?alert=al_12`), from another silence (`?like=3`), from choices (`?topic=acme`, `?source=wire`) or from matchers
 * (`?matchers=…`).
 */
async function newPage(page: PageRequest): Promise<PageView> {
  return formPage(page, { ...silenceFields(page.query), ...(await suggestion(page)) }, {});
}

async function formPage(
  page: PageRequest,
  fields: SilenceFields,
  problems: Extract<SilenceReading, { ok: false }>["problems"],
): Promise<PageView> {
  const list = allMatchers(fields.choices, fields.matchers);
  const { story } = fields.choices;
  const [found, titles] = await Promise.all([
    previewSilence(page.db, page.config, list.problem === null ? list.matchers : [], page.now),
    storyTitles(page.db, story === "" ? [] : [story]),
  ]);
  return {
    title: "New silence",
    section: "silences",
    body: silenceForm(fields, { problems, titles, preview: previewView(found, list.problem) }, page),
  };
}

async function suggestion({
  db,
  query,
}: PageRequest): Promise<Pick<SilenceFields, "choices" | "matchers" | "comment"> | null> {
  const alertId = /^al_([1-9]\d{0,17})$/u.exec(query.get("alert") ?? "")?.[1];
  if (alertId !== undefined) {
    const [card] = await readCards(db, [alertId]);
    if (card === undefined) return null;
    const choices = { ...noChoices, topic: card.topicId, story: card.storyId ?? "" };
    return { choices, matchers: "", comment: query.get("comment") ?? "" };
  }
  const [like] = await silencesByIds(db, query.getAll("like").slice(0, 1));
  if (like === undefined) return null;
  const { choices, rest } = splitMatchers(like.matchers);
  return { choices, matchers: rest, comment: like.comment };
}

async function create(page: PageRequest): Promise<PageAnswer> {
  const fields = silenceFields(page.form);
  const reading = readSilence(fields, page.config, page);
  if (!reading.ok) return formPage(page, fields, reading.problems);
  const { silence } = reading;
  const id = await page.db.transaction().execute(async (tx) => {
    const added = await addSilence(tx, { ...silence, author: page.viewer.login });
    const detail = {
      matchers: silence.matchers,
      startsAt: silence.startsAt,
      endsAt: silence.endsAt,
      comment: silence.comment,
    };
    await page.audit({ action: "silence.added", targetKind: "silence", targetId: added, detail }, tx);
    return added;
  });
  const state = silence.startsAt > page.now ? "?state=pending" : "";
  return { to: `/silences${state}`, note: `Silence ${id} holds until ${placeTime(silence.endsAt, page)}.` };
}

async function preview(page: PageRequest): Promise<PageAnswer> {
  const fields = silenceFields(page.form);
  const reading = readSilence(fields, page.config, page);
  const isEmpty = reading.list.texts.length === 0;
  const problem = isEmpty || reading.ok ? null : (reading.problems.matchers ?? null);
  const found = await previewSilence(page.db, page.config, problem === null ? reading.list.matchers : [], page.now);
  return { fragment: previewView(found, problem) };
}

async function extend(page: PageRequest): Promise<PageAnswer> {
  const hours = page.form.get("hours");
  if (hours !== "1" && hours !== "24") throw new Problem(400, "a silence is made longer by 1 or 24 hours");
  const id = page.params["id"] ?? "";
  const made = await page.db.transaction().execute(async (tx) => {
    const extended = await extendSilence(tx, id, Number(hours) * hourMs, maxSilenceMs);
    if (extended !== null)
      await page.audit(
        {
          action: "silence.extended",
          targetKind: "silence",
          targetId: id,
          detail: { hours: Number(hours), endsAt: extended.endsAt },
        },
        tx,
      );
    return extended;
  });
  if (made === null) throw new Problem(404, "there is no such silence, or it is over already");
  const most = made.isLongest ? "; a silence holds for 30 days at most" : "";
  const to = page.form.get("back") === path`/silences/${id}` ? path`/silences/${id}` : "/silences";
  return { to, note: `Silence ${id} holds until ${placeTime(made.endsAt, page)}${most}.` };
}

async function expire(page: PageRequest): Promise<PageAnswer> {
  const id = page.params["id"] ?? "";
  const isEnded = await page.db.transaction().execute(async (tx) => {
    const done = await expireSilence(tx, id, page.viewer.login);
    if (done) await page.audit({ action: "silence.expired", targetKind: "silence", targetId: id }, tx);
    return done;
  });
  if (!isEnded) throw new Problem(404, "there is no such silence, or it is over already");
  const muted = await countMuted(page.db, id);
  return {
    to: path`/silences/${id}`,
    note: `Ended. It held back ${count(muted, "match", "matches")}; what comes from now on is told.`,
  };
}

async function silenceOf({ db, params }: PageRequest): Promise<StoredSilence> {
  const [silence] = await silencesByIds(db, [params["id"] ?? ""]);
  if (silence === undefined) throw new Problem(404, "there is no such silence");
  return silence;
}
