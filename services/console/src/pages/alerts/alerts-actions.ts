import { acknowledge, muteStory, readCards, unmuteStory } from "@wirewatch/store";
import type { AlertCard, Database, Kysely } from "@wirewatch/store";
import { Problem } from "../../problem.ts";
import { count } from "../../views/parts.ts";
import type { PageAnswer, PageRequest } from "../page-routes.ts";
import { muteHours } from "./card-view.ts";
import { placeTime } from "./card-words.ts";

const hourMs = 3_600_000;
const maxComment = 500;
/** More cannot be marked on one page. */
const maxMarked = 100;

/** `POST /alerts/:id/acknowledge`: all receivers' alerts about that story. */
export async function acknowledgeAlert(page: PageRequest): Promise<PageAnswer> {
  const card = await cardOf(page, page.params["id"] ?? "");
  const done = await page.db.transaction().execute((tx) => acknowledgeCard(page, card, tx));
  const by = card.groups.find(({ state }) => state === "acknowledged")?.acknowledgedBy;
  const note =
    done > 0
      ? "Acknowledged: nobody is reminded of it any more until there is news."
      : `It was acknowledged already${by === undefined || by === null ? "" : ` by ${by}`}.`;
  return { to: backOf(page), note };
}

/** `POST /alerts/:id/mute`: a silence on the story in its topic. */
export async function muteAlert(page: PageRequest): Promise<PageAnswer> {
  const card = await cardOf(page, page.params["id"] ?? "");
  const { ms, comment } = readMute(page.form);
  const endsAt = await page.db.transaction().execute((tx) => muteCard(page, card, ms, comment, tx));
  if (endsAt === null)
    throw new Problem(409, "this alert has no story that could be muted; add a silence on its topic instead");
  return {
    to: backOf(page),
    note: `Muted until ${placeTime(endsAt, page)}. It waits under Muted; what comes is kept with that reason. Unmute ends it before.`,
  };
}

/** `POST /alerts/:id/unmute`: ends every silence on its story, whoever added it. */
export async function unmuteAlert(page: PageRequest): Promise<PageAnswer> {
  const card = await cardOf(page, page.params["id"] ?? "");
  const isDone = await page.db.transaction().execute((tx) => unmuteCard(page, card, tx));
  const note = isDone
    ? "Unmuted: what comes from now on is told again."
    : "It was not muted. A silence on its topic or source is ended under Silences.";
  return { to: backOf(page), note };
}

/** `POST /alerts/bulk`: the same for all that are marked. */
export async function actOnMarked(page: PageRequest): Promise<PageAnswer> {
  const names = [...new Set(page.form.getAll("id"))].slice(0, maxMarked);
  const ids = names.flatMap((name) => /^al_([1-9]\d{0,17})$/u.exec(name)?.slice(1) ?? []);
  if (ids.length === 0)
    return { to: backOf(page), note: "Nothing was marked. Mark alerts with the boxes at their left first." };
  const action = page.form.get("do");
  const cards = await readCards(page.db, ids);
  if (action === "acknowledge") {
    const done = await page.db.transaction().execute(async (tx) => {
      let n = 0;
      for (const card of cards) n += (await acknowledgeCard(page, card, tx)) > 0 ? 1 : 0;
      return n;
    });
    return { to: backOf(page), note: `Acknowledged ${count(done, "alert")}.` };
  }
  if (action === "unmute") {
    const unmuted = await page.db.transaction().execute(async (tx) => {
      let n = 0;
      for (const card of cards) n += (await unmuteCard(page, card, tx)) ? 1 : 0;
      return n;
    });
    return { to: backOf(page), note: `Unmuted ${count(unmuted, "story", "stories")}.` };
  }
  if (action !== "mute") throw new Problem(400, "say what to do with the marked alerts: acknowledge, mute or unmute");
  const { ms, comment } = readMute(page.form);
  const muted = await page.db.transaction().execute(async (tx) => {
    let n = 0;
    for (const card of cards) n += (await muteCard(page, card, ms, comment, tx)) === null ? 0 : 1;
    return n;
  });
  return { to: backOf(page), note: `Muted ${count(muted, "story", "stories")}; they wait under Muted.` };
}

async function cardOf({ db }: PageRequest, name: string): Promise<AlertCard> {
  const id = /^(?:al_)?([1-9]\d{0,17})$/u.exec(name)?.[1];
  const [card] = id === undefined ? [] : await readCards(db, [id]);
  if (card === undefined) throw new Problem(404, "there is no such alert");
  return card;
}

/** @returns how many of its groups nobody had acknowledged before */
async function acknowledgeCard(page: PageRequest, card: AlertCard, tx: Kysely<Database>): Promise<number> {
  let done = 0;
  // In one order everywhere: two who do it at once must not wait for each other.
  const ids = card.groups
    .filter(({ state }) => state !== "closed")
    .map(({ alertId }) => alertId)
    .toSorted();
  for (const alertId of ids) {
    const answer = await acknowledge(tx, alertId, page.viewer.login);
    if (answer?.kind !== "acknowledged") continue;
    done += 1;
    await page.audit(
      { action: "alert.acknowledged", targetKind: "alert", targetId: alertId, detail: { title: card.title } },
      tx,
    );
  }
  return done;
}

/** @returns until when; null when it has no story */
async function muteCard(
  page: PageRequest,
  card: AlertCard,
  ms: number,
  comment: string,
  tx: Kysely<Database>,
): Promise<Date | null> {
  const silence = await muteStory(tx, card.alertId, page.viewer.login, ms, comment);
  if (silence === null) return null;
  const detail = {
    silence: silence.silenceId,
    hours: ms / hourMs,
    story: silence.storyId,
    topic: card.topicId,
    comment,
  };
  await page.audit({ action: "alert.muted", targetKind: "alert", targetId: card.alertId, detail }, tx);
  return silence.endsAt;
}

/** @returns whether it was muted */
async function unmuteCard(page: PageRequest, card: AlertCard, tx: Kysely<Database>): Promise<boolean> {
  const { topicId, storyId, alertId } = card;
  if (storyId === null) return false;
  const silences = await unmuteStory(tx, { topicId, storyId }, page.viewer.login);
  if (silences.length === 0) return false;
  const detail = { silences, story: storyId, topic: topicId };
  await page.audit({ action: "alert.unmuted", targetKind: "alert", targetId: alertId, detail }, tx);
  return true;
}

function readMute(form: URLSearchParams): { readonly ms: number; readonly comment: string } {
  const hours = muteHours.find(([value]) => value === (form.get("hours") ?? "24"))?.[0];
  if (hours === undefined)
    throw new Problem(400, `a story is muted for ${muteHours.map(([, text]) => text).join(", ")}`);
  const comment = (form.get("comment") ?? "").replaceAll(/\s+/gu, " ").trim();
  if (comment.length > maxComment)
    throw new Problem(400, `the reason has ${comment.length} characters; it takes at most ${maxComment}`);
  return { ms: Number(hours) * hourMs, comment };
}

/** The page the form stood on, when it is one of this section. */
function backOf({ form }: PageRequest): string {
  const back = form.get("back") ?? "";
  return /^\/(?:alerts(?:[/?].*)?)?$/u.test(back) ? back : "/alerts";
}
