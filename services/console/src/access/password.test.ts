import { describe, expect, test } from "vitest";
import { hashPassword, isPassword, newOneTimePassword } from "./password.ts";
import { passwordObjection } from "./password-rules.ts";

describe("a stored password", () => {
  test("is known again, another one is not, and nothing of it can be read", async () => {
    const stored = await hashPassword("Grüße aus Köln");
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/u);
    expect(await isPassword("Grüße aus Köln", stored)).toBe(true);
    expect(await isPassword("Gru\u0308ße aus Ko\u0308ln", stored)).toBe(true);
    expect(await isPassword("grüße aus köln", stored)).toBe(false);
  });

  test("of a lower cost is still known", async () => {
    const old = "scrypt$1024$8$1$AAAAAAAAAAAAAAAAAAAAAA$EKVhwOqTuaBKfDyWPCV1hqz3uFXQuNOvMTW2dS7SJLc";
    expect(await isPassword("", old)).toBe(false);
  });

  test.each([null, "", "plain", "scrypt$1$1$1$a$b", "scrypt$32768$8$3$AAAAAAAAAAAAAAAAAAAAAA$"])(
    "that is %j opens nothing",
    async (stored) => {
      expect(await isPassword("", stored)).toBe(false);
    },
  );
});

test("a password for one log-in is long and never the same", () => {
  const made = Array.from({ length: 200 }, newOneTimePassword);
  expect(new Set(made).size).toBe(200);
  for (const one of made) expect(one).toMatch(/^(?:[a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/u);
});

describe("a new password", () => {
  const objection = (password: string, current: string | null = null): string | null =>
    passwordObjection(password, { login: "anna.smith", name: "Anna Smith", current });

  test.each([
    "correct horse battery",
    "drei Wölfe im Schnee",
    "k7pm-x2ra-9wtc-hq4e",
    "正しい馬の電池のホチキスです",
    "my password is not short",
    "anna.smith likes turnips",
    "secret正しい馬の電池",
    "anna.smithçüöäß",
  ])("may be %j", (password) => {
    expect(objection(password)).toBeNull();
  });

  test.each([
    ["short", "at least 12"],
    ["elevenchars", "at least 12"],
    ["😀😀😀😀😀😀😀", "at least 12"],
    ["x".repeat(201), "at most 200"],
    ["anna.smith2026", "login or name"],
    ["ANNA SMITH !!", "login or name"],
    ["password1234", "tried first"],
    ["Wirewatch2026!", "tried first"],
    ["adminadminadmin", "tried first"],
    ["changemechangeme", "tried first"],
    ["123456789012", "tried first"],
    ["qwertyuiopas", "tried first"],
    ["aaaaaaaaaaaa", "tried first"],
    ["abcabcabcabc", "tried first"],
    ["zyxwvutsrqponm", "tried first"],
  ])("may not be %j", (password, words) => {
    expect(objection(password)).toContain(words);
  });

  test("may not be the one before", () => {
    expect(objection("correct horse battery", "correct horse battery")).toContain("another one");
  });
});
