import { describe, expect, test } from "vitest";
import { configFrom } from "../../../../../test/support/config.ts";
import { readSilence, silenceFields } from "./silence-form.ts";

const clock = { now: new Date("2026-03-02T10:00:00Z"), timeZone: "Europe/London" };
const config = await configFrom({
  sources: { sources: [{ id: "wire", url: "https://wire.example/rss" }] },
  topics: [{ id: "acme", name: "Acme", any: ["acme"], labels: { desk: "corporate" } }],
});
const good = { matchers: 'topic="acme"\nseverity!="critical"', hours: "24", comment: "planned  works\n" };

function read(given: Readonly<Record<string, string>>) {
  return readSilence(silenceFields(new URLSearchParams({ ...good, ...given })), config, clock);
}

describe("a silence", () => {
  test.each([
    [{}, "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z"],
    [{ hours: "720" }, "2026-03-02T10:00:00Z", "2026-04-01T10:00:00Z"],
    [{ hours: "nonsense" }, "2026-03-02T10:00:00Z", "2026-03-03T10:00:00Z"],
    [{ from: "2026-03-06T18:00", hours: "4" }, "2026-03-06T18:00:00Z", "2026-03-06T22:00:00Z"],
    [{ hours: "until", until: "2026-03-29T09:00" }, "2026-03-02T10:00:00Z", "2026-03-29T08:00:00Z"],
  ])("with %o holds from %s to %s", (given, from, to) => {
    expect(read(given)).toMatchObject({
      ok: true,
      silence: {
        startsAt: new Date(from),
        endsAt: new Date(to),
        comment: "planned works",
        matchers: ['topic="acme"', 'severity!="critical"'],
      },
    });
  });

  test("may name labels of topics", () => {
    expect(read({ matchers: 'desk="corporate"' }).ok).toBe(true);
  });

  test.each([
    [{ matchers: "" }, "matchers", "say what to silence"],
    [{ matchers: "acme" }, "matchers", "is no matcher"],
    [{ matchers: 'topik="acme"' }, "matchers", "no match has the label “topik”; there are country, desk"],
    [{ comment: " " }, "comment", "say why"],
    [{ comment: "x".repeat(501) }, "comment", "it has 501 characters"],
    [{ hours: "until" }, "until", "say until when"],
    [{ hours: "until", until: "2026-02-30T10:00" }, "until", "say until when"],
    [{ hours: "until", until: "2026-03-01T10:00" }, "until", "over already"],
    [{ hours: "until", until: "2026-03-05T10:00", from: "2026-03-06T10:00" }, "until", "before it begins"],
    [{ hours: "until", until: "2026-05-01T10:00" }, "until", "30 days at most"],
    [{ from: "tomorrow" }, "from", "this is no time"],
    [{ from: "2026-03-06T25:00" }, "from", "this is no time"],
  ] as const)("%o is refused at %s: %s", (given, field, words) => {
    const reading = read(given);
    expect(reading.ok ? null : reading.problems[field]).toContain(words);
  });
});

test("anything may be in a form", () => {
  const fields = silenceFields(
    new URLSearchParams({ matchers: "a\0=b".repeat(9000), hours: "__proto__", comment: "c".repeat(99_999) }),
  );
  expect(fields.matchers).toHaveLength(5000);
  expect(fields.matchers).not.toContain("\0");
  expect(fields.hours).toBe("24");
});
