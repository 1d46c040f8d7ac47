import { describe, expect, it } from "vitest";
import { fakeFiles } from "./fake-files.ts";
import { hasOnlyReferences, MissingSecretError, resolveSecrets, secretReferences } from "./secrets.ts";

const sources = {
  env: { TOKEN: "t0k", EMPTY: "" },
  readFile: fakeFiles({ "/run/secrets/x": "from-file\n", "/run/secrets/empty": "\n" }),
};

describe("resolveSecrets", () => {
  it.each([
    ["no reference", "no reference"],
    ["Bearer ${env:TOKEN}", "Bearer t0k"],
    ["${file:/run/secrets/x}", "from-file"],
    ["${env:TOKEN}:${env:TOKEN}", "t0k:t0k"],
    ["${nothing} $TOKEN", "${nothing} $TOKEN"],
  ])("reads %j", async (text, value) => {
    expect(await resolveSecrets(text, sources)).toBe(value);
  });

  it("does not read references inside values", async () => {
    const env = { A: "${env:B}", B: "never" };
    expect(await resolveSecrets("${env:A}", { ...sources, env })).toBe("${env:B}");
  });

  it.each([
    ["${env:MISSING}", "the environment variable MISSING is not set"],
    ["${env:EMPTY}", "the environment variable EMPTY is empty"],
    ["${file:/run/secrets/none}", "the file /run/secrets/none cannot be read (ENOENT)"],
    ["${file:/run/secrets/empty}", "the file /run/secrets/empty is empty"],
  ])("says what %j lacks", async (text, message) => {
    const error: unknown = await resolveSecrets(`t0k ${text}`, sources).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MissingSecretError);
    expect(error).toHaveProperty("message", message);
  });
});

describe("secretReferences", () => {
  it("finds kind, name and place", () => {
    expect(secretReferences("a ${env:B_1} ${file:/c d}")).toEqual([
      { kind: "env", name: "B_1", at: 2, text: "${env:B_1}" },
      { kind: "file", name: "/c d", at: 13, text: "${file:/c d}" },
    ]);
  });

  it.each(["${env:}", "${ENV:A}", "${env:A-B}", "${file:relative}", "${TOKEN}"])("does not take %s for one", (text) => {
    expect(secretReferences(text)).toEqual([]);
    expect(hasOnlyReferences(text)).toBe(false);
  });
});
