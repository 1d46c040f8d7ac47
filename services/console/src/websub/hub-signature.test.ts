import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hasHubSignature } from "./hub-signature.ts";

const body = Buffer.from("<feed>Größe</feed>");
const hex = (method: string, secret = "s3cret"): string => createHmac(method, secret).update(body).digest("hex");

describe("a push is ours when it is signed", () => {
  test.each(["sha1", "sha256", "sha384", "sha512"])("with %s", (method) => {
    expect(hasHubSignature(`${method}=${hex(method)}`, "s3cret", body)).toBe(true);
    expect(hasHubSignature(`${method.toUpperCase()}=${hex(method).toUpperCase()}`, "s3cret", body)).toBe(true);
    expect(hasHubSignature(`${method}=${hex(method, "another")}`, "s3cret", body)).toBe(false);
    expect(hasHubSignature(`${method}=${hex(method)}`, "s3cret", Buffer.concat([body, body]))).toBe(false);
  });

  test.each<[string, string | undefined]>([
    ["without a signature", undefined],
    ["with an empty one", ""],
    ["with a method alone", "sha256="],
    ["with no method", hex("sha256")],
    ["with a method that is none of the four", `md5=${hex("md5")}`],
    ["with the name of something every object has", `constructor=${hex("sha256")}`],
    ["with the signature of another method", `sha256=${hex("sha1")}`],
    ["with half of it", `sha256=${hex("sha256").slice(0, 32)}`],
    ["with what is not hexadecimal", `sha256=${"zz".repeat(32)}`],
    ["with base64", `sha256=${createHmac("sha256", "s3cret").update(body).digest("base64")}`],
  ])("and not %s", (_, header) => {
    expect(hasHubSignature(header, "s3cret", body)).toBe(false);
  });
});
