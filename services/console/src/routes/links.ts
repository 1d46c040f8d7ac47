import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { verifyLink } from "@wirewatch/alerting";
import type { LinkClaim } from "@wirewatch/alerting";
import {
  acknowledge,
  activeSilences,
  findAlert,
  linkKey,
  mutesStory,
  muteStory,
  noteAudit,
  readAlertReport,
} from "@wirewatch/store";
import type { AuditEntry, ListedAlert } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import { createFailedAttempts } from "../failed-attempts.ts";
import { factsPage } from "./links-facts.ts";
import { page, pageHeaders } from "./links-html.ts";
import * as pages from "./links-pages.ts";
import type { LinkPage } from "./links-pages.ts";

const muteMs = 86_400_000;

type LinkRequest = FastifyRequest<{ Params: { "*": string } }>;

/**
 * The links in messages, `/l/<token>`. GET shows what the link is about and never changes anything, since mail scanners follow
 * links; POST, the page's button, does it. The token is the authority: nobody is logged in, so there is nothing that another
 * site could use; doing it again changes nothing.
 */
export async function linkRoutes(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const { db, log } = deps;
  const wrong = createFailedAttempts(() => performance.now());
  const used = createFailedAttempts(() => performance.now());
  let key: Uint8Array | undefined;
  // What the button sends is of no interest.
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, _body, done) => done(null, undefined));
  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
    if (status >= 400 && status < 500) return send(reply, { ...pages.invalidPage, status });
    log.error({ err: error, route: request.routeOptions.url }, "a link could not be served");
    return send(reply.header("retry-after", "60"), pages.brokenPage);
  });

  // The token in the address says who it is for.
  const open = { config: { access: { open: true } } } as const;
  // A parameter would be cut at 100 characters, and tokens are longer.
  app.get("/l/*", open, async (request: LinkRequest, reply) => answer(request, reply, show));
  app.post("/l/*", open, async (request: LinkRequest, reply) => answer(request, reply, act));

  async function answer(
    request: LinkRequest,
    reply: FastifyReply,
    make: (link: LinkClaim, address: string) => Promise<LinkPage>,
  ): Promise<FastifyReply> {
    const token = request.params["*"];
    key ??= await linkKey(db);
    const verdict = verifyLink(key, token, deps.now());
    // Wrong ones are counted by address; right ones each by itself, for a whole office may be behind one address.
    const [limits, name] = verdict.kind === "invalid" ? [wrong, request.ip] : [used, token];
    const waitMs = limits.waitMs(name);
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      return send(reply.header("retry-after", String(seconds)), pages.busyPage(seconds));
    }
    limits.count(name);
    if (verdict.kind === "invalid") return send(reply, pages.invalidPage);
    const { link } = verdict;
    if (verdict.kind === "expired") {
      return send(reply, pages.expiredPage(pages.localInstant(await zoneOf(link), link.expiresAt)));
    }
    return send(reply, await make(link, request.ip));
  }

  async function show(link: LinkClaim): Promise<LinkPage> {
    const { action, alertId, receiver } = link;
    if (action === "unsubscribe") return pages.unsubscribePage(receiver);
    if (action === "open" || action === "why") {
      const report = await readAlertReport(db, alertId);
      return report === null ? pages.goneAlertPage : factsPage(report, await zoneOf(link));
    }
    const alert = await findAlert(db, alertId);
    if (alert === null) return pages.goneAlertPage;
    const done = action === "ack" ? await acknowledgedPage(alert, link) : await mutedPage(alert, link);
    return done ?? pages.questionPage(alert, questions[action]);
  }

  async function act(link: LinkClaim, address: string): Promise<LinkPage> {
    const { action, alertId, receiver } = link;
    if (action !== "ack" && action !== "mute") return show(link);
    const by = `${receiver}, by a link in a message`;
    const alert = await findAlert(db, alertId);
    if (alert === null) return pages.goneAlertPage;
    if (action === "ack") {
      const noted = await db.transaction().execute(async (tx) => {
        const done = await acknowledge(tx, alertId, by);
        if (done?.kind === "acknowledged")
          await noteAudit(tx, linkAudit("alert.acknowledged", { alert, by, address }, { title: alert.title }));
        return done;
      });
      if (noted === null) return pages.goneAlertPage;
      return donePage(alert, link, noted.by, noted.at);
    }
    const known = await mutedPage(alert, link);
    if (known !== null) return known;
    const silence = await db.transaction().execute(async (tx) => {
      const muted = await muteStory(tx, alertId, by, muteMs);
      if (muted === null) return null;
      const { silenceId, storyId } = muted;
      const detail = { silence: silenceId, hours: muteMs / 3_600_000, story: storyId, topic: alert.topicId };
      await noteAudit(tx, linkAudit("alert.muted", { alert, by, address }, detail));
      return muted;
    });
    if (silence === null) return pages.donePage(alert, "Not muted", ["This alert has no story that could be muted."]);
    log.info({ alertId, silence: silence.silenceId, receiver }, "a story was muted by a link");
    return silencePage(alert, silence.silenceId, pages.localInstant(await zoneOf(link), silence.endsAt));
  }

  /** Null when nobody has acknowledged it since its last news. */
  async function acknowledgedPage(alert: ListedAlert, link: LinkClaim): Promise<LinkPage | null> {
    const { acknowledgedAt, acknowledgedBy } = alert;
    return acknowledgedAt === null ? null : donePage(alert, link, acknowledgedBy ?? "somebody", acknowledgedAt);
  }

  async function donePage(alert: ListedAlert, link: LinkClaim, by: string, at: Date): Promise<LinkPage> {
    const when = pages.localInstant(await zoneOf(link), at);
    return pages.donePage(alert, "Acknowledged", [
      `Acknowledged by ${by}, ${when}.`,
      "There are no more reminders, and it does not go on to others, until there is news.",
    ]);
  }

  /** Null when its story is not muted now. */
  async function mutedPage(alert: ListedAlert, link: LinkClaim): Promise<LinkPage | null> {
    const { storyId, topicId } = alert;
    if (storyId === null) return null;
    const silences = await activeSilences(db);
    const [last] = silences
      .filter(({ matchers }) => mutesStory(matchers, { storyId, topicId }))
      .toSorted((a, b) => b.endsAt.getTime() - a.endsAt.getTime());
    return last === undefined ? null : silencePage(alert, last.id, pages.localInstant(await zoneOf(link), last.endsAt));
  }

  /** The receiver's zone, else that of all messages. */
  async function zoneOf({ receiver }: LinkClaim): Promise<string> {
    const { alerts } = (await deps.config.current()).config;
    return alerts.receivers.find(({ name }) => name === receiver)?.timeZone ?? alerts.timeZone;
  }
}

const questions = {
  ack: {
    title: "Acknowledge this alert?",
    text: "Whoever acknowledges takes care of it: reminders end and it does not go on to others, until there is news. Messages about news are sent as before.",
    button: "Acknowledge",
  },
  mute: {
    title: "Mute this story?",
    text: "Nobody is told more of this story by this topic for 24 hours. What comes is kept, with the reason, and can be looked up.",
    button: "Mute for 24 hours",
  },
} as const;

function linkAudit(
  action: string,
  { alert, by, address }: { readonly alert: ListedAlert; readonly by: string; readonly address: string },
  detail: Readonly<Record<string, unknown>>,
): AuditEntry {
  return { actor: by, actorKind: "link", action, targetKind: "alert", targetId: alert.alertId, detail, address };
}

function silencePage(alert: ListedAlert, silenceId: string, until: string): LinkPage {
  return pages.donePage(alert, "Muted", [
    `This story is muted until ${until}.`,
    `It is silence ${silenceId}; “wirewatch silence expire ${silenceId}” ends it before.`,
  ]);
}

function send(reply: FastifyReply, { status, title, body }: LinkPage): FastifyReply {
  return reply.code(status).headers(pageHeaders).send(page(title, body));
}
