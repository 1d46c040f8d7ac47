import { expect, test } from "vitest";
import { addressVerdict, canonicalAddress } from "./address.ts";

test.each([
  "93.184.215.14",
  "9.255.255.255",
  "172.15.255.255",
  "192.167.255.255",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "[2a00:1450:4001:81b::200e]",
])("%s is public", (ip) => {
  expect(addressVerdict(ip)).toEqual({ kind: "public" });
});

test.each([
  ["this network", "0.1.2.3"],
  ["private", "10.255.255.255"],
  ["carrier-grade NAT", "100.127.255.255"],
  ["loopback beyond .0.0.1", "127.255.255.254"],
  ["link-local", "169.254.0.1"],
  ["private", "172.16.0.1"],
  ["protocol assignments", "192.0.0.192"],
  ["documentation", "203.0.113.7"],
  ["benchmarking", "198.19.255.255"],
  ["multicast", "224.0.0.1"],
  ["reserved", "240.0.0.1"],
  ["Azure's wire server", "168.63.129.16"],
  ["unspecified IPv6", "::"],
  ["mapped IPv4, even a public one", "::ffff:93.184.215.14"],
  ["IPv4-compatible", "::7f00:1"],
  ["translated (SIIT)", "::ffff:0:7f00:1"],
  ["NAT64", "64:ff9b::a00:5"],
  ["local NAT64", "64:ff9b:1::a00:5"],
  ["6to4", "2002:7f00:1::"],
  ["Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
  ["unique local", "fc00::1"],
  ["site-local", "fec0::1"],
  ["multicast IPv6", "ff02::1"],
  ["outside of what is allocated", "4000::1"],
  ["zone identifier", "fe80::1%eth0"],
  ["a name", "news.example"],
  ["octal", "0177.0.0.1"],
  ["empty", ""],
])("refuses %s", (_, ip) => {
  expect(addressVerdict(ip)).toMatchObject({ kind: "refused", reason: expect.stringContaining("not a") });
});

test.each([
  ["10.20.30.40", "10.20.30.40"],
  ["10.20.30.40", "10.0.0.0/8"],
  ["::ffff:10.20.30.40", "10.0.0.0/8"],
  ["fd00::7", "fd00::/8"],
  ["fd00::7", "[fd00::7]"],
])("lets %s through when %s is listed", (ip, entry) => {
  expect(addressVerdict(ip, ["news.example:8080", entry])).toEqual({ kind: "listed" });
});

test.each([
  ["10.20.30.40", "10.20.30.41"],
  ["11.0.0.1", "10.0.0.0/8"],
  ["fd00::7", "10.0.0.0/8"],
  ["10.20.30.40", "10.20.30.40:80"],
  ["10.20.30.40", "not a list entry"],
])("does not call %s listed because of %s", (ip, entry) => {
  expect(addressVerdict(ip, [entry]).kind).not.toBe("listed");
});

test("gives one spelling to an address, whichever way it is written", () => {
  expect(canonicalAddress("::ffff:10.0.0.1")).toBe("10.0.0.1");
  expect(canonicalAddress("[2001:0DB8:0:0::1]")).toBe("2001:db8::1");
  expect(canonicalAddress("news.example")).toBeNull();
});
