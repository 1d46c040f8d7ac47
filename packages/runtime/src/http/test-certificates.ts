import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

/** Certificates for the tests of this folder, made when they run: none expires in the repository, no key lies there. */
export interface TestAuthority {
  /** Its own certificate, PEM; to be trusted. */
  readonly pem: string;
  /** @param validDays from 30 days ago on; negative for an expired one */
  issue(hosts: readonly string[], validDays?: number): { readonly key: string; readonly cert: string };
}

const dayMs = 24 * 60 * 60 * 1000;

/** Object identifiers of RFC 5280 and RFC 5758, encoded. */
const ecdsaWithSha256 = sequence(tagged(0x06, Buffer.from("2a8648ce3d040302", "hex")));
const commonName = tagged(0x06, Buffer.from("550403", "hex"));
const basicConstraints = tagged(0x06, Buffer.from("551d13", "hex"));
const subjectAltName = tagged(0x06, Buffer.from("551d11", "hex"));

export function createTestAuthority(name: string): TestAuthority {
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const isAuthority = extension(basicConstraints, sequence(tagged(0x01, Buffer.from([0xff]))));
  const certificate = (subject: string, key: KeyObject, days: number, extensions: readonly Buffer[]): string => {
    const now = Date.now();
    const [from, to] = days < 0 ? [now + 2 * days * dayMs, now + days * dayMs] : [now - 30 * dayMs, now + days * dayMs];
    const toBeSigned = sequence(
      tagged(0xa0, integer(Buffer.from([2]))),
      integer(Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
      ecdsaWithSha256,
      named(name),
      sequence(time(from), time(to)),
      named(subject),
      key.export({ type: "spki", format: "der" }),
      tagged(0xa3, sequence(...extensions)),
    );
    const signature = sign("sha256", toBeSigned, own.privateKey);
    return pemOf(sequence(toBeSigned, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature]))));
  };

  return {
    pem: certificate(name, own.publicKey, 30, [isAuthority]),
    issue(hosts, validDays = 30) {
      const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const names = extension(subjectAltName, sequence(...hosts.map(generalName)));
      const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      return { key, cert: certificate(hosts[0] ?? "nobody", publicKey, validDays, [names]) };
    },
  };
}

function generalName(host: string): Buffer {
  if (isIP(host) === 0) return tagged(0x82, Buffer.from(host));
  return tagged(0x87, Buffer.from(host.split(".").map(Number)));
}

function named(name: string): Buffer {
  return sequence(tagged(0x31, sequence(commonName, tagged(0x0c, Buffer.from(name)))));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, tagged(0x04, value));
}

function time(ms: number): Buffer {
  return tagged(0x18, Buffer.from(new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, "")));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

/** Tag, length and value (DER, X.690). */
function tagged(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

function pemOf(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
