import { deliveryId, matchEnd } from "@wirewatch/alerting";
import type { AlertEnd } from "@wirewatch/alerting";
import { suppressionReasons } from "@wirewatch/model";
import type { AlertRow, LifeRecord } from "./random-alerts-record.ts";
import type { WorldRun } from "./random-alerts-run.ts";

/** Something that should not be, and the match that shows it, where one does. */
export interface Complaint {
  readonly what: string;
  readonly matchId: string | null;
}

export type Check = (record: LifeRecord, run: WorldRun) => Complaint[];

/** Everything ends, in one way, and what is said to be told was told: who, what and how often. */
export const endChecks: Readonly<Record<string, Check>> = {
  "a match ends in exactly one way": matchesEnd,
  "an alert that was sent is what one message is about": sentAlerts,
  "an alert that was digested is in one digest that left": digestedAlerts,
  "a delivery comes as often as it is to": deliveriesEnd,
  "what could not be delivered goes to the fallback": fallbacks,
};

const endOfState: Readonly<Record<string, AlertEnd>> = {
  sent: "sent",
  told: "joined",
  joined: "joined",
  digested: "digested",
  suppressed: "suppressed",
};

function matchesEnd({ matches, alerts }: LifeRecord): Complaint[] {
  const byMatch = Map.groupBy(alerts, (alert) => alert.match_id);
  return matches.flatMap(({ id, outcome, reason, detail }): Complaint[] => {
    const say = (what: string): Complaint[] => [{ what, matchId: id }];
    const own = byMatch.get(id) ?? [];
    const open = own.filter(({ state }) => endOfState[state] === undefined);
    if (open.length > 0) return say(`an alert of it is still ${open[0]?.state}`);
    if (outcome === null) return say("it has no end");
    const wanted = own.length === 0 ? "suppressed" : matchEnd(own.flatMap(({ state }) => endOfState[state] ?? []));
    if (outcome !== wanted) return say(`it is ${outcome}, and its alerts ${own.map(({ state }) => state).join(", ")}`);
    if ((outcome === "suppressed") !== (reason !== null)) return say(`it is ${outcome} with the reason ${reason}`);
    if (reason !== null && !suppressionReasons.includes(reason)) return say(`${reason} is no reason`);
    return detail === null || detail === "" ? say("nothing says why") : [];
  });
}

function sentAlerts({ alerts, groups, deliveries }: LifeRecord): Complaint[] {
  const complaints: Complaint[] = [];
  const messageOf = (alert: AlertRow): string => `${alert.group_id}/${alert.group_revision}`;
  const sent = Map.groupBy(
    alerts.filter(({ state }) => state === "sent"),
    messageOf,
  );
  for (const [message, told] of sent) {
    const matchId = told[0]?.match_id ?? null;
    if (told.length > 1) complaints.push({ what: `message ${message} is about ${told.length} alerts`, matchId });
    const own = deliveries.filter(
      ({ group_id, revision, event }) =>
        `${group_id}/${revision}` === message && event === (revision === 1 ? "alert.opened" : "alert.updated"),
    );
    if (own.length === 0) complaints.push({ what: `there is no delivery of message ${message}`, matchId });
    const other = own.find((row) => !("article" in row.message) || row.message.article.id !== told[0]?.article_id);
    if (other !== undefined) complaints.push({ what: `message ${message} is about another article`, matchId });
  }
  for (const { id, revision } of groups) {
    for (let number = 1; number <= revision; number += 1) {
      if (!sent.has(`${id}/${number}`))
        complaints.push({ what: `message ${id}/${number} is about nothing`, matchId: null });
    }
  }
  return complaints;
}

function digestedAlerts({ alerts, digests, items, deliveries }: LifeRecord): Complaint[] {
  const left = new Set(
    digests.filter(({ kind, outcome }) => kind !== "late" && outcome === "sent").map(({ id }) => id),
  );
  const delivered = new Set(deliveries.map((row) => row.digest_id));
  const inLeft = Map.groupBy(
    items.filter(({ digest_id: id }) => left.has(id)),
    (item) => item.alert_id,
  );
  return alerts.flatMap(({ id, state, match_id: matchId }): Complaint[] => {
    const own = inLeft.get(id) ?? [];
    const [first] = own;
    if (state === "digested" && own.length !== 1) return [{ what: `alert ${id} is in ${own.length} digests`, matchId }];
    if (state === "digested" && !delivered.has(first?.digest_id ?? null))
      return [{ what: `digest ${first?.digest_id} with alert ${id} has no delivery`, matchId }];
    // One that is silenced while it waits stays where it was put.
    if (state !== "digested" && state !== "suppressed" && own.length > 0)
      return [{ what: `alert ${id} is ${state} and in a digest`, matchId }];
    return [];
  });
}

function deliveriesEnd({ deliveries, alerts }: LifeRecord, { arrivals, crashing }: WorldRun): Complaint[] {
  const came = Map.groupBy(
    arrivals.filter(({ id }) => id !== ""),
    ({ id }) => id,
  );
  const known = new Set(deliveries.map(({ id }) => id));
  const complaints = [...came.keys()]
    .filter((id) => !known.has(id))
    .map((id): Complaint => ({ what: `${id} came, and there is no such delivery`, matchId: null }));
  for (const { id, state, repeat, channel_kind: kind, event, group_id: groupId } of deliveries) {
    const matchId = alerts.find((alert) => alert.group_id === groupId)?.match_id ?? null;
    const own = came.get(id) ?? [];
    const taken = own.filter(({ isTaken }) => isTaken).length;
    const unheard = own.filter(({ isUnheard }) => isUnheard).length;
    const say = (what: string): number => complaints.push({ what: `${event} ${id} ${what}`, matchId });
    if (state !== "sent" && state !== "failed" && !(state === "unknown" && repeat === "at-most-once"))
      say(`is ${state}`);
    if (kind !== "webhook") continue;
    if (state === "sent" && taken === 0) say("was sent, and nothing came");
    if (repeat === "at-most-once" && taken > 1) say(`came ${taken} times`);
    if (crashing === 0 && taken > 1 + unheard) say(`came ${taken} times, ${unheard} of them without an answer`);
  }
  const told = arrivals.filter(({ path, type }) => path !== "/ops" && /opened|updated/u.test(type));
  for (const [subject, alike] of Map.groupBy(told, ({ path, type, subject: about }) => `${path} ${type} ${about}`)) {
    const ids = new Set(alike.map(({ id }) => id));
    if (ids.size > 1) complaints.push({ what: `${subject} came with ${ids.size} ids`, matchId: null });
  }
  return complaints;
}

function fallbacks({ deliveries, alerts }: LifeRecord): Complaint[] {
  const known = new Set(deliveries.map(({ id }) => id));
  return deliveries
    .filter(({ state, receiver }) => state === "failed" && receiver === "duty")
    .filter(({ id, channel, revision }) => {
      const event = `fallback:duty/${channel}`;
      return !known.has(deliveryId({ receiver: "ops", channel: "webhook-0", groupId: id, event, revision }));
    })
    .map(({ id, event, group_id: groupId }) => ({
      what: `${event} ${id} to duty failed, and ops was not told`,
      matchId: alerts.find((alert) => alert.group_id === groupId)?.match_id ?? null,
    }));
}
