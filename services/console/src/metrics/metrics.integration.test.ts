import { expect, test } from "vitest";
import { useConsole } from "../../../../test/support/console-scene.ts";
import { addGroup, addRevision } from "../../../../test/support/rows.ts";
import { addDelivery, callApi, tokenOf } from "../api/api-scene.ts";

const scene = useConsole({ sources: { sources: [{ id: "site", name: "Site", url: "https://site.example/rss" }] } });

interface Parsed {
  readonly types: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, number>;
}

/** Reads the text format 0.0.4 and refuses what is not of it. */
function parse(text: string): Parsed {
  expect(text.endsWith("\n")).toBe(true);
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const values = new Map<string, number>();
  let current = "";
  for (const line of text.trimEnd().split("\n")) {
    const help = /^# HELP ([a-z_:][\w:]*) \S.*$/u.exec(line);
    const type = /^# TYPE ([a-z_:][\w:]*) (counter|gauge|histogram)$/u.exec(line);
    const sample =
      /^([a-z_:][\w:]*)(\{(?:[a-z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)+\})? (NaN|[+-]?Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/u.exec(
        line,
      );
    if (help !== null) {
      expect(helped.has(help[1] ?? "")).toBe(false);
      helped.add(help[1] ?? "");
    } else if (type !== null) {
      current = type[1] ?? "";
      expect(helped.has(current)).toBe(true);
      types.set(current, type[2] ?? "");
    } else {
      expect(sample, line).not.toBeNull();
      const name = sample?.[1] ?? "";
      const base = types.get(current) === "histogram" ? name.replace(/_(?:bucket|sum|count)$/u, "") : name;
      expect(base, line).toBe(current);
      const key = `${name}${sample?.[2] ?? ""}`;
      expect(values.has(key), `twice: ${key}`).toBe(false);
      values.set(key, Number(sample?.[3] ?? "0"));
    }
  }
  return { types, values };
}

test("only those with a token that may read get figures", async () => {
  expect((await callApi(scene, ["GET", "/metrics"], { token: null })).status).toBe(401);
  expect((await callApi(scene, ["GET", "/metrics"], { token: await tokenOf(scene, "ops") })).status).toBe(403);
  expect((await scene.get("/metrics", "viewer", { accept: "text/plain" })).status).toBe(200);
});

test("figures are of the text format, with names and units by the rules", async () => {
  await addRevision(scene.db, { stage: "strip", due_at: new Date(Date.now() - 90_000) });
  const group = await addGroup(scene.db, { flushed_at: new Date() });
  await addDelivery(scene.db, "dl_1", { group_id: group.id, channel_kind: 'web"hook\\' });
  await scene.db.insertInto("worker").values({ id: "w", service: "fetcher+stripper", host: "h", pid: 1 }).execute();
  // What was read a moment ago is kept for five seconds.
  await new Promise((resolve) => setTimeout(resolve, 5_100));
  const { status, headers, text } = await callApi(scene, ["GET", "/metrics"], { token: await tokenOf(scene, "read") });
  expect([status, headers.get("content-type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  const { types, values } = parse(text);
  for (const [name, type] of types) {
    expect(name.startsWith("wirewatch_")).toBe(true);
    expect(name.endsWith("_total"), name).toBe(type === "counter");
    expect(name).not.toMatch(/_(?:ms|milliseconds|minutes|hours|kb|percent)\b/u);
  }
  expect(values.get('wirewatch_stage_due{stage="strip"}')).toBe(1);
  expect(values.get('wirewatch_stage_oldest_seconds{stage="strip"}')).toBeGreaterThan(80);
  expect(values.get('wirewatch_workers{service="stripper"}')).toBe(1);
  expect(values.get('wirewatch_workers{service="notifier"}')).toBe(0);
  expect(values.get("wirewatch_alerts_open")).toBe(1);
  expect(values.get(String.raw`wirewatch_deliveries_unsent{state="failed",channel_kind="web\"hook\\"}`)).toBe(1);
  expect(values.get("wirewatch_store_up")).toBe(1);
  expect(values.get('wirewatch_console_request_duration_seconds_bucket{part="metrics",le="+Inf"}')).toBeGreaterThan(0);
  expect(values.get('wirewatch_console_requests_total{part="metrics",status="4xx"}')).toBe(2);
}, 20_000);
