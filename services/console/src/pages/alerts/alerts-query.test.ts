import { expect, test } from "vitest";
import { isFiltered, queryFields, readAlertsQuery } from "./alerts-query.ts";

const read = (text: string) => readAlertsQuery(new URLSearchParams(text));

test.each([
  ["", { tab: "open", text: "", topicId: null, severity: null, after: null }],
  [
    "state=closed&q=+quay+&topic=acme&severity=high&receiver=desk&source=wire",
    { tab: "closed", text: "quay", topicId: "acme", severity: "high", receiver: "desk", sourceId: "wire" },
  ],
  ["state=suppressed&reason=silenced&silence=12", { tab: "suppressed", reason: "silenced", silenceId: "12" }],
  [
    "state=constructor&severity=__proto__&reason=nope&after=1;drop&silence=-1",
    { tab: "open", severity: null, reason: null, after: null, silenceId: null },
  ],
  [`after=${"9".repeat(19)}&topic=${"x".repeat(300)}`, { after: null, topicId: null }],
  ["topic=a%00b&q=a%00b", { topicId: null, text: "ab" }],
])("%j asks for %o", (text, expected) => {
  expect(read(text)).toMatchObject(expected);
});

test("long texts are cut", () => {
  expect(read(`q=${"x".repeat(10_000)}`).text).toHaveLength(200);
});

test("an address made of it asks for the same", () => {
  const query = read('state=held&q=quay&topic=acme&matchers=a%3D"b"%2C c!%3Dd&receiver=desk');
  const fields = Object.entries(queryFields(query)).flatMap(([name, value]) =>
    value === null || value === "" ? [] : [[name, value]],
  );
  expect(queryFields(readAlertsQuery(new URLSearchParams(fields)))).toEqual(queryFields(query));
});

test("filters that suppressed matches do not have are not taken along to them", () => {
  const query = read('state=suppressed&q=quay&receiver=desk&matchers=a="b"&topic=acme');
  expect(query).toMatchObject({ text: "", receiver: null, matchers: { matchers: [] }, topicId: "acme" });
  const there = queryFields({ ...read('q=quay&receiver=desk&matchers=a="b"&topic=acme'), tab: "suppressed" });
  expect(there).toMatchObject({ q: null, receiver: null, matchers: null, topic: "acme" });
});

test("a tab alone is no filter", () => {
  expect(isFiltered(read("state=closed&after=3"))).toBe(false);
  expect(isFiltered(read("state=closed&q=x"))).toBe(true);
});
