import { describe, expect, it } from "vitest";
import { checkTopicText } from "./check-topic.ts";
import { editEntry } from "./edit-entry.ts";
import { topicEntry, topicText } from "./write-topics.ts";

const around = { name: "entry", sourceIds: ["example-times"], tags: [] };

function read(text: string) {
  const checked = checkTopicText(text, around);
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.topic;
}

const written = `# What the desk asked for
id: acme   # do not rename
any:
  - '"Acme Corp"'   # the company
  # and its head
  - Acme NEAR/8 CEO
  # (end of the list)

# cartoons
none: [anvil]
severity: normal # as others
`;

describe("editing an entry", () => {
  it("changes no character when nothing changed", () => {
    const entry = topicEntry(read(written));
    expect(editEntry(written, entry, entry)).toBe(written);
  });

  it("writes only the key anew that changed, and leaves comments elsewhere", () => {
    const before = topicEntry(read(written));
    expect(editEntry(written, before, { ...before, none: ["anvil", "cartoon"] })).toBe(
      written.replace("none: [anvil]\n", "none:\n  - 'anvil'\n  - 'cartoon'\n"),
    );
  });

  it("adds a key at the end and takes one out with its own comments", () => {
    const before = topicEntry(read(written));
    const { any: _gone, ...rest } = before;
    expect(editEntry(written, before, { ...rest, all: ["quay"] })).toBe(
      `# What the desk asked for\nid: acme   # do not rename\n\n# cartoons\nnone: [anvil]\nseverity: normal # as others\nall:\n  - 'quay'\n`,
    );
  });

  it.each([
    ["without a last line break", "id: a\nany: [b]"],
    ["on one line", "{ id: a, any: [b] }"],
    ["with a block text", "id: a\nany:\n  - |\n    b\n    OR c\n"],
    ["with a list at the edge of its key", "id: a\nany:\n- b\n- c\n"],
    ["with Windows line ends", "id: a\r\nany: [b]\r\n"],
    ["that ends in a key without value", "any: [b]\nid: a\nall:\n"],
    ["with keys in quotes", `"id": a\n'any': ["b"]\n`],
  ])("says afterwards what it should: an entry %s", (_how, text) => {
    const topic = read(text);
    const next = {
      ...topic,
      severity: "high" as const,
      any: ["title:x", "'q' OR \"r # s\""],
      tests: { match: ["it's"], noMatch: [] },
    };
    expect(read(editEntry(text, topicEntry(topic), topicEntry(next)))).toEqual(next);
  });
});

describe("writing a topic", () => {
  it("reads as the same topic, whatever stands in it", () => {
    const topic = read(`
id: acme
name: "Acme: 'all' #1"
owner: desk
severity: low
any: ['"a # b"', "'x'", '"Acme Corp"', "line one\\nline two", '"- x"', "a OR {y}"]
all: ["yes"]
none: ["2"]
where: { languages: [en, no], sources: [example-times], tags: ["a, b"], countries: [GB] }
labels: { desk: "yes" }
scope: document
stem: true
dialect: lucene
raise:
  - { when: recall, to: critical }
  - { when: { sources: 5, within: 2h }, to: high }
tests:
  match: ["Acme: # done", { title: T, text: "a\\nb", tags: [x] }]
  no_match: ["null", "~"]
`);
    expect(read(topicText(topic))).toEqual(topic);
  });

  it("leaves out what is built in and puts queries into single quotes", () => {
    expect(topicText(read("id: a\nname: a\nseverity: normal\nany: [b]\nscope: section\nnone: []\n"))).toBe(
      "id: a\nany:\n  - 'b'\n",
    );
  });
});
