import { expect, test } from "vitest";
import { type UrlPolicy, urlVerdict } from "./url-verdict.ts";

test.each([
  ["ordinary link", "https://news.example/2026/a?b=c#d"],
  ["trailing dot", "http://news.example./a"],
  ["alternative port", "http://news.example:8080/"],
  ["public address", "https://93.184.215.14/"],
  ["international name", "https://новости.example/статья"],
  ["at sign in the path", "https://news.example/@author/post"],
  ["name that only ends like a private one", "https://mylocal.example/"],
  ["address of four numbers and a label", "https://127.0.0.1.example/"],
  ["name with localhost as a label inside", "https://localhost.example/"],
])("allows a link: %s", (_, url) => {
  expect(urlVerdict(url, null, linkPolicy)).toMatchObject({ kind: "allow", privateAllowed: false });
});

test.each([
  ["relative without base", "/a", "invalid"],
  ["malformed host", "https://exa mple.com/", "invalid"],
  ["port out of range", "http://news.example:99999/", "invalid"],
  ["javascript", "javascript:alert(1)", "scheme"],
  ["ftp", "ftp://news.example/a", "scheme"],
  ["user name only", "https://user@news.example/", "userinfo"],
  ["password only", "https://:pw@news.example/", "userinfo"],
  ["decimal address", "http://3232235521/", "address"],
  ["hex parts", "http://0x7f.0x0.0x0.0x1/", "address"],
  ["mapped address", "http://[::ffff:7f00:1]/", "address"],
  ["printer", "http://printer.local/", "name"],
  ["router, with trailing dot", "http://router.lan./", "name"],
  ["upper case", "http://LOCALHOST/", "name"],
  ["home network", "http://nas.home.arpa/", "name"],
  ["router's own domain", "http://router.home/", "name"],
  ["service of a cluster", "http://kubernetes.default.svc/", "name"],
  ["Tor", "http://abcdefghij.onion/", "name"],
  ["circled digits", "http://①②⑦.⓪.⓪.①/", "address"],
  ["soft hyphen in localhost", "http://local\u00adhost/", "name"],
  ["zone identifier", "http://[fe80::1%25eth0]/", "invalid"],
  ["single label", "http://wiki/", "name"],
  ["empty label", "http://news..example/", "name"],
  ["label over 63", `http://${"a".repeat(64)}.example/`, "name"],
  ["Elasticsearch", "http://news.example:9200/", "port"],
  ["too long as written", `https://news.example/${"a".repeat(2048)}`, "length"],
  ["too long once encoded", `https://news.example/${"ж".repeat(700)}`, "length"],
])("refuses a link: %s", (_, url, code) => {
  expect(urlVerdict(url, null, linkPolicy)).toMatchObject({ kind: "deny", code });
});

test("resolves relative addresses and applies the rules to the result", () => {
  expect(urlVerdict("../b", "https://news.example/x/a", linkPolicy)).toMatchObject({
    url: { href: "https://news.example/b" },
  });
  expect(urlVerdict("//127.0.0.1/", "https://news.example/", linkPolicy)).toMatchObject({ code: "address" });
});

test.each([
  ["host", "http://wiki.lan/feed", "wiki.lan"],
  ["host in another case", "http://wiki.lan/feed", "Wiki.LAN"],
  ["any port of a host", "http://wiki.lan:3000/feed", "wiki.lan"],
  ["host and port", "http://wiki.lan:3000/feed", "wiki.lan:3000"],
  ["host and the scheme's own port", "https://wiki.lan/feed", "wiki.lan:443"],
  ["single label", "http://intranet/feed", "intranet"],
  ["address", "http://127.0.0.1:4000/feed", "127.0.0.1"],
  ["address and port", "http://127.0.0.1:4000/feed", "127.0.0.1:4000"],
  ["address in another spelling", "http://2130706433/", "127.0.0.1"],
  ["IPv6 address and port", "http://[::1]:4000/feed", "[::1]:4000"],
  ["range", "http://10.1.2.3/feed", "10.0.0.0/8"],
])("allow_private opens a source by %s, but no links", (_, url, entry) => {
  const lists = { allowPrivate: [entry], privatePages: [] };
  expect(urlVerdict(url, null, { surface: "source", ...lists })).toMatchObject({ kind: "allow", privateAllowed: true });
  expect(urlVerdict(url, null, { surface: "item-link", ...lists })).toMatchObject({ kind: "deny" });
});

test.each([
  ["another host", "http://wiki.lan/", "docs.lan"],
  ["a parent domain", "http://wiki.lan/", "lan"],
  ["another port", "http://wiki.lan:3000/", "wiki.lan:3001"],
  ["a range without the address", "http://10.1.2.3/", "10.1.3.0/24"],
])("a source stays refused when the list names %s", (_, url, entry) => {
  expect(urlVerdict(url, null, { surface: "source", allowPrivate: [entry], privatePages: [] })).toMatchObject({
    kind: "deny",
    reason: expect.stringContaining("network.allow_private"),
  });
});

test("private_pages opens a host and port to the links of its source, and nothing to sources", () => {
  const lists = { allowPrivate: [], privatePages: ["127.0.0.1:4000", "wiki.lan", "10.0.0.0/8"] };
  const link = (url: string) => urlVerdict(url, null, { surface: "item-link", ...lists }).kind;
  expect(link("http://127.0.0.1:4000/a")).toBe("allow");
  expect(link("http://127.0.0.1:4001/a")).toBe("deny");
  expect(link("http://wiki.lan/a")).toBe("allow");
  expect(link("http://wiki.lan:6379/a")).toBe("deny");
  expect(link("http://10.1.2.3/a")).toBe("allow");
  expect(link("http://10.1.2.3:6379/a")).toBe("deny");
  expect(urlVerdict("http://wiki.lan/", null, { surface: "source", ...lists }).kind).toBe("deny");
});

test("the operator may name any port, but keeps credentials out of addresses", () => {
  const source: UrlPolicy = { ...linkPolicy, surface: "source" };
  expect(urlVerdict("http://news.example:9000/feed", null, source).kind).toBe("allow");
  expect(urlVerdict("https://user:pw@news.example/feed", null, source)).toMatchObject({
    code: "userinfo",
    reason: expect.stringContaining("header"),
  });
});

test("webhooks need https, except on listed hosts", () => {
  const webhook: UrlPolicy = { surface: "webhook", allowPrivate: ["inbox.lan:4000"], privatePages: [] };
  expect(urlVerdict("https://hooks.example/in", null, webhook).kind).toBe("allow");
  expect(urlVerdict("http://hooks.example/in", null, webhook)).toMatchObject({ code: "insecure" });
  expect(urlVerdict("http://inbox.lan:4000/in", null, webhook)).toMatchObject({ kind: "allow", privateAllowed: true });
  expect(urlVerdict("http://inbox.lan:4001/in", null, webhook).kind).toBe("deny");
});

const linkPolicy: UrlPolicy = { surface: "item-link", allowPrivate: [], privatePages: [] };
