import { checkTopicText, entryYaml, topicEntry } from "@wirewatch/config";
import { describe, expect, it } from "vitest";
import { exampleLines, readExamples } from "./example-lines.ts";
import { entryOf, fieldsOf, readFields } from "./topic-fields.ts";

function read(text: string) {
  const checked = checkTopicText(text, { name: "t", sourceIds: ["site"], tags: [] });
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.topic;
}

const full = `id: acme
name: "Acme: all"
owner: desk
severity: low
any: ['"Acme Corp"', "a\\nOR b"]
all: [x]
none: [y, z]
where: { languages: [en, de], countries: [GB], sources: [site], tags: [press] }
labels: { desk: "a: b", kind: c }
scope: document
stem: true
raise:
  - { when: recall, to: critical }
  - { when: { sources: 5, within: 2h }, to: high }
tests:
  match: [plain, '"quoted"', "{ brace", "two\\nlines", { title: T, text: "x\\ny", language: en }]
  no_match: ["{}"]
`;

/** As a browser sends the form. */
function sent(fields: ReturnType<typeof fieldsOf>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (name === "raise") continue;
    if (Array.isArray(value)) for (const one of [...value, ""]) form.append(name, String(one).replaceAll("\n", "\r\n"));
    else
      form.append(
        name === "noMatch" ? "no_match" : name,
        value === true ? "yes" : String(value).replaceAll("\n", "\r\n"),
      );
  }
  for (const { when, to } of fields.raise) {
    form.append("raise_when", when);
    form.append("raise_to", to);
  }
  return form;
}

describe("the fields of the editor", () => {
  it.each([full, "id: a\nany: [b]\n"])("are the topic, there and back", (text) => {
    const topic = read(text);
    const fields = fieldsOf(topic, topicEntry(topic));
    expect(read(entryYaml(entryOf(readFields(sent(fields)))))).toEqual(topic);
  });

  it("of an empty form are a topic with nothing in it", () => {
    expect(entryOf(readFields(new URLSearchParams()))).toEqual({ id: "" });
  });

  it.each(["__proto__: x", "no colon", ": only", "a: b: c", "\u0000"])("take any label: %j", (labels) => {
    const entry = entryOf(readFields(new URLSearchParams({ id: "a", labels })));
    expect(Object.getPrototypeOf(entry["labels"] ?? {})).toBe(Object.prototype);
  });
});

describe("examples as lines", () => {
  it.each([
    [["plain"], "plain"],
    [['"quoted"'], '"\\"quoted\\""'],
    [['"We stop", she said'], '"We stop", she said'],
    [["two\nlines"], '"two\\nlines"'],
    [[{ title: "T" }], '{"title":"T"}'],
    [["{ no json }"], "{ no json }"],
  ])("%j", (examples, text) => {
    expect(exampleLines(examples)).toBe(text);
    expect(readExamples(text)).toEqual(examples);
  });
});
