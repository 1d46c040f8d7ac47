import type { Config, RouteConfig } from "@wirewatch/config";
import type { Delivery } from "@wirewatch/store";
import { digestZones } from "./random-alerts-config.ts";
import type { DigestReceiver } from "./random-alerts-config.ts";
import type { Check, Complaint } from "./random-alerts-ends.ts";
import type { AlertRow, LifeRecord } from "./random-alerts-record.ts";
import type { WorldRun } from "./random-alerts-run.ts";
import { dailyInstants, endsBetween, isQuiet, wallTime } from "./random-alerts-times.ts";

/** What receivers are promised about when they are told. */
export const timeChecks: Readonly<Record<string, Check>> = {
  "a held alert leaves within a minute of the end of the quiet hours": heldLeave,
  "nothing leaves in quiet hours": quietIsQuiet,
  "nothing leaves that is silenced": silenceIsSilent,
  "a group speaks once in its interval, and is updated six times a day": groupsPause,
  "a receiver gets no more than its limit": limitsHold,
  "a digest comes once each local day, at its hour": digestsDaily,
  "reminders keep to their number": remindersEnd,
};

const minuteMs = 60_000;

/** The configuration that was in force. */
function configAt({ configs, configured }: WorldRun, at: Date): Config {
  const version = configured.findLast((entry) => entry.at <= at)?.version ?? 0;
  const config = configs[version];
  if (config === undefined) throw new RangeError(`there is no configuration ${version}`);
  return config;
}

function routeNamed(route: RouteConfig, name: string): RouteConfig | null {
  if (route.name === name) return route;
  return route.routes.map((child) => routeNamed(child, name)).find((found) => found !== null) ?? null;
}

function routeAt(record: LifeRecord, run: WorldRun, groupId: string, at: Date): RouteConfig | null {
  const name = record.groups.find(({ id }) => id === groupId)?.route ?? "";
  return routeNamed(configAt(run, at).alerts.route, name);
}

/** Messages with news of one group, once for all channels. */
function ownMessages({ deliveries }: LifeRecord): Delivery[] {
  const news = deliveries.filter(({ event }) => event === "alert.opened" || event === "alert.updated");
  const groups = Map.groupBy(news, ({ group_id, revision }) => `${group_id}/${revision}`);
  // One to a fallback comes later.
  return [...groups.values()].flatMap((alike) => alike.toSorted(byTime).slice(0, 1));
}

function byTime(a: Delivery, b: Delivery): number {
  return a.created_at.getTime() - b.created_at.getTime();
}

/** Alerts that a message named because it was decided then. */
function namedIn({ alerts }: LifeRecord, { group_id, revision }: Delivery): AlertRow[] {
  const isNamed = ({ state, reason }: AlertRow): boolean =>
    state === "sent" || (state === "told" && reason === "named in the message of its story");
  return alerts.filter((alert) => alert.group_id === group_id && alert.group_revision === revision && isNamed(alert));
}

function heldLeave(record: LifeRecord, run: WorldRun): Complaint[] {
  const digests = new Map(record.digests.map((digest) => [digest.id, digest]));
  const alerts = new Map(record.alerts.map((alert) => [alert.id, alert]));
  return record.items.flatMap(({ digest_id, alert_id }): Complaint[] => {
    const digest = digests.get(digest_id);
    const alert = alerts.get(alert_id);
    const heldAt = run.heldAt.get(alert_id);
    if (digest?.kind !== "held" || digest.left_at === null || alert?.state !== "digested") return [];
    const leftAt = digest.left_at;
    const say = (what: string): Complaint[] => [{ what: `alert ${alert_id} ${what}`, matchId: alert.match_id }];
    if (heldAt === undefined) return say(`left at ${leftAt.toISOString()} without having been held`);
    // Other quiet hours are another promise.
    if (run.configured.some(({ at }) => at > heldAt && at <= leftAt)) return [];
    const route = routeAt(record, run, alert.group_id, heldAt);
    const { timeIntervals, receivers } = configAt(run, heldAt).alerts;
    const quietAt = (at: Date): boolean => isQuiet(route, timeIntervals, alert.severity, at);
    if (quietAt(leftAt)) return say(`left in quiet hours, at ${leftAt.toISOString()}`);
    const ends = endsBetween(quietAt, heldAt, leftAt);
    const end = ends.at(-1);
    if (end === undefined)
      return say(`left at ${leftAt.toISOString()}, and there were no quiet hours since ${heldAt.toISOString()}`);
    const lateMs = leftAt.getTime() - end.getTime();
    if (lateMs > minuteMs) return say(`left ${lateMs / 1000} s after the end of quiet hours`);
    const isLimited = receivers.some(({ name, rateLimit }) => name === digest.receiver && rateLimit !== null);
    return ends.length > 1 && !isLimited ? say(`was held for ${ends.length} nights`) : [];
  });
}

function quietIsQuiet(record: LifeRecord, run: WorldRun): Complaint[] {
  return ownMessages(record).flatMap((message): Complaint[] => {
    const at = message.created_at;
    const route = routeAt(record, run, message.group_id ?? "", at);
    const named = namedIn(record, message);
    const { timeIntervals } = configAt(run, at).alerts;
    const isWrong = named.every(({ severity }) => isQuiet(route, timeIntervals, severity, at));
    const what = `message ${message.group_id}/${message.revision} left in quiet hours, at ${at.toISOString()}`;
    return named.length > 0 && isWrong ? [{ what, matchId: named[0]?.match_id ?? null }] : [];
  });
}

function silenceIsSilent(record: LifeRecord, run: WorldRun): Complaint[] {
  const leftAt = new Map(record.digests.map(({ id, left_at: at }) => [id, at]));
  const told = [
    ...ownMessages(record).flatMap((message) =>
      namedIn(record, message).map((alert) => ({ alert, at: message.created_at })),
    ),
    ...record.items.flatMap(({ digest_id, alert_id }) => {
      const alert = record.alerts.find(({ id, state }) => id === alert_id && state === "digested");
      const at = leftAt.get(digest_id) ?? null;
      return alert === undefined || at === null ? [] : [{ alert, at }];
    }),
  ];
  return told.flatMap(({ alert, at }): Complaint[] => {
    const tags = configAt(run, at).sources.find(({ id }) => id === alert.source_id)?.tags ?? [];
    const labels: Readonly<Record<string, readonly string[]>> = {
      story: [alert.story_id],
      topic: [alert.topic_id],
      severity: [alert.severity],
      source_tag: tags,
    };
    const silence = record.silences.find(({ matchers, startsAt, endsAt, expiredAt }) => {
      const isOn = startsAt <= at && at < endsAt && (expiredAt === null || at < expiredAt);
      const meets = (matcher: string): boolean => {
        const [label = "", value = ""] = matcher.replaceAll('"', "").split("=");
        return labels[label]?.includes(value) ?? false;
      };
      return isOn && matchers.every(meets);
    });
    if (silence === undefined) return [];
    return [
      {
        what: `alert ${alert.id} left at ${at.toISOString()} in spite of silence ${silence.id}`,
        matchId: alert.match_id,
      },
    ];
  });
}

function groupsPause(record: LifeRecord, run: WorldRun): Complaint[] {
  const left = new Map(
    record.digests.filter(({ kind }) => kind !== "late").map((digest) => [digest.id, digest.left_at]),
  );
  const groupOf = new Map(
    record.alerts.filter(({ state }) => state === "digested").map(({ id, group_id: at }) => [id, at]),
  );
  const inBatches = record.items.flatMap(({ digest_id, alert_id }) => {
    const at = left.get(digest_id) ?? null;
    const groupId = groupOf.get(alert_id);
    return at === null || groupId === undefined ? [] : [{ groupId, at, message: null }];
  });
  const own = ownMessages(record).map((message) => ({
    groupId: message.group_id ?? "",
    at: message.created_at,
    message,
  }));
  const complaints: Complaint[] = [];
  for (const [groupId, named] of Map.groupBy([...inBatches, ...own], (one) => one.groupId)) {
    const inTime = named.toSorted((a, b) => a.at.getTime() - b.at.getTime());
    const updates = new Map<string, number>();
    for (const [index, { at, message }] of inTime.entries()) {
      const before = inTime[index - 1];
      if (message === null) continue;
      const matchId = namedIn(record, message)[0]?.match_id ?? null;
      const what = `message ${groupId}/${message.revision} at ${at.toISOString()}`;
      const intervalMs = routeAt(record, run, groupId, at)?.groupIntervalMs ?? 0;
      const pauseMs = before === undefined ? Infinity : at.getTime() - before.at.getTime();
      if (pauseMs < intervalMs)
        complaints.push({ what: `${what} left ${pauseMs / 1000} s after the one before`, matchId });
      const day = at.toISOString().slice(0, 10);
      const count = (updates.get(day) ?? 0) + (message.event === "alert.updated" ? 1 : 0);
      updates.set(day, count);
      if (count > 6) complaints.push({ what: `${what} is update ${count} of the day`, matchId });
    }
  }
  return complaints;
}

function limitsHold(record: LifeRecord, run: WorldRun): Complaint[] {
  const receiver = run.configs[0]?.alerts.receivers.find(({ name }) => name === "limited");
  const limit = receiver?.rateLimit ?? null;
  if (limit === null) return [{ what: "there is no limit", matchId: null }];
  const overflow = new Set(record.digests.filter(({ kind }) => kind === "overflow").map(({ id }) => id));
  const counted = [
    ...ownMessages(record),
    ...record.deliveries.filter((row) => row.digest_id !== null && overflow.has(row.digest_id)),
  ].filter((row) => row.receiver === "limited");
  return counted.flatMap((row): Complaint[] => {
    // What is critical counts, and does not wait; a digest whose place was kept does not wait for it either.
    if (row.digest_id === null && isCritical(row)) return [];
    const atMs = row.created_at.getTime();
    const before = counted
      .filter((other) => other !== row && isBefore(other, atMs, limit.perMs))
      .filter((other) => row.digest_id === null || other.digest_id !== null || !isCritical(other));
    if (before.length < limit.max) return [];
    const what = `${row.event} ${row.id} is number ${before.length + 1} of ${limit.max} in ${limit.perMs / 60_000} minutes`;
    return [{ what, matchId: row.group_id === null ? null : (namedIn(record, row)[0]?.match_id ?? null) }];
  });
}

function isCritical({ message }: Delivery): boolean {
  return "severity" in message && message.severity === "critical";
}

function isBefore({ created_at: at }: Delivery, beforeMs: number, withinMs: number): boolean {
  return at.getTime() <= beforeMs && at.getTime() > beforeMs - withinMs;
}

function digestsDaily(record: LifeRecord, { world, constants }: WorldRun): Complaint[] {
  const kinds = new Map(record.digests.map(({ id, kind }) => [id, kind]));
  return (Object.keys(digestZones) as DigestReceiver[]).flatMap((receiver): Complaint[] => {
    const [hours, minutes] = constants.digestAt[receiver].split(":");
    const zone = digestZones[receiver];
    const wanted = dailyInstants(zone, Number(hours) * 60 + Number(minutes), world.start, world.end);
    const came = record.deliveries
      .filter((row) => row.receiver === receiver && row.digest_id !== null && kinds.get(row.digest_id) === "scheduled")
      .map((row) => row.created_at);
    return [...wanted].flatMap(([day, at]) => {
      const own = came.filter(
        (one) => wallTime(zone, one).day === day || Math.abs(one.getTime() - at.getTime()) < minuteMs,
      );
      const lateMs = (own[0]?.getTime() ?? 0) - at.getTime();
      const isRight = own.length === 1 && lateMs >= 0 && lateMs <= minuteMs;
      const times = own.map((one) => one.toISOString()).join(", ");
      const what = `${receiver} got ${own.length} digests on ${day} (${times}), wanted at ${at.toISOString()}`;
      return isRight || at.getTime() > world.end.getTime() - minuteMs ? [] : [{ what, matchId: null }];
    });
  });
}

function remindersEnd(record: LifeRecord, run: WorldRun): Complaint[] {
  const again = record.deliveries.filter(({ event, receiver }) => event === "alert.reminder" && receiver !== "ops");
  const most = Math.max(
    0,
    ...run.configs.flatMap(({ alerts }) => alerts.receivers.map(({ remind }) => remind?.max ?? 0)),
  );
  return [...Map.groupBy(again, (row) => row.group_id)].flatMap(([groupId, rows]): Complaint[] => {
    const group = record.groups.find(({ id }) => id === groupId);
    const matchId = record.alerts.find((alert) => alert.group_id === groupId)?.match_id ?? null;
    const say = (what: string): Complaint[] => [{ what: `group ${groupId} ${what}`, matchId }];
    const times = new Set(rows.map((row) => row.created_at.getTime()));
    const acknowledgedAt = group?.acknowledged_at ?? null;
    if (acknowledgedAt === null && times.size > most) return say(`is reminded of ${times.size} times`);
    const low = rows.find(({ message }) => !("severity" in message) || !/high|critical/u.test(message.severity));
    if (low !== undefined) return say("is reminded of, and not urgent");
    const news = ownMessages(record).filter((row) => row.group_id === groupId);
    const isIgnored =
      acknowledgedAt !== null &&
      rows.some(
        ({ created_at: at }) =>
          at > acknowledgedAt && !news.some((row) => row.created_at > acknowledgedAt && row.created_at <= at),
      );
    return isIgnored ? say("is reminded of after somebody took care of it") : [];
  });
}
