import { describe, expect, it } from "vitest";
import { codeFrame } from "./code-frame.ts";
import { sourceText } from "./source-text.ts";

function frame(text: string, line: number, column: number, isSecret = false): string | null {
  return codeFrame(sourceText("f.yaml", text), { line, column }, isSecret);
}

describe("codeFrame", () => {
  it("shows the line with a caret below the column", () => {
    expect(frame("a: 1\nb: oops\n", 2, 4)).toBe("2 | b: oops\n  |    ^");
  });

  it("draws tabs as arrows and hides control characters", () => {
    expect(frame("\ta: \u001b[31mred", 1, 1)).toBe("1 | →a: \uFFFD[31mred\n  | ^");
  });

  it("cuts long lines around the column", () => {
    const shown = frame(`${"a".repeat(200)}X${"b".repeat(200)}`, 1, 201) ?? "";
    const [text = "", caret = ""] = shown.split("\n");
    expect(text.length).toBeLessThan(140);
    expect(text.charAt(caret.indexOf("^"))).toBe("X");
  });

  it("does not show a line of more than 2,000 characters", () => {
    expect(frame("a".repeat(2_001), 1, 1)).toBeNull();
  });

  it.each([
    ["password: hunter2 # old", "hunter2"],
    ['{ url: x, secret: "whsec_abc+/=" }', "whsec_abc"],
    ["secrets: [whsec_one, plainsecret]", "plainsecret"],
    ["  Authorization: Bearer abcdef", "abcdef"],
    ["- whsec_c2VjcmV0c2VjcmV0", "c2VjcmV0"],
    ["url: https://hooks.slack.com/services/T0/B0/abcdef", "abcdef"],
    ["url: https://user:hunter2@example.org/", "hunter2"],
    ["token: xoxb-123-abc", "xoxb"],
    ['token: "${env:A}" password: hunter2', "hunter2"],
    ["password: hunter2${env:A}", "hunter2"],
  ])("masks the secret in %j", (line, secret) => {
    expect(frame(line, 1, 1)).not.toContain(secret);
  });

  it("masks from the column on at a place known to hold a secret", () => {
    expect(frame("  - my own secret", 1, 5, true)).toBe("1 |   - •• ••• ••••••\n  |     ^");
  });

  it.each(['token: "${env:TOKEN}", channel: desk', 'Authorization: "Bearer ${file:/run/secrets/x}" # note'])(
    "shows references: %j",
    (line) => {
      expect(frame(line, 1, 1)).toContain(line);
    },
  );
});
