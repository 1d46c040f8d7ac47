import { describe, expect, test } from "vitest";
import { flag, html, lines, none, outLink, path, webAddress, withQuery } from "./html.ts";

test("texts are escaped wherever they stand, markup is not escaped again", () => {
  const evil = `"><img src=x onerror='alert(1)'>&`;
  expect(html`<a title="${evil}">${html`<b>${evil}</b>`}</a>`.markup).toBe(
    `<a title="&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;"><b>&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;</b></a>`,
  );
});

test("nothing is made of what is absent; lists are put together", () => {
  expect(html`${null}${undefined}${false}${none}${[html`<i></i>`, "a", [1, 2]]}`.markup).toBe("<i></i>a12");
});

test("control characters, lone surrogates and overrides of the direction do not get through", () => {
  expect(html`${"a\u0000b\u001B[31mc\nd\u202Egpj.exe\uD800e"}`.markup).toBe("ab [31mc dgpj.exe\uFFFDe");
});

test("lines stay lines, and the spaces in them stay", () => {
  expect(lines("a:\n    - b\tc").markup).toBe("a:\n    - b\tc");
  expect(lines("a <b>\r\n\n  c\u0007").markup).toBe("a &lt;b&gt;\n\n  c ");
});

describe("an address from outside", () => {
  test.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//host",
    "relative",
    "",
    "file:///etc/passwd",
    "ftp://x/y",
  ])("%j is no link", (url) => {
    expect(webAddress(url)).toBeNull();
    expect(outLink(url, "text").markup).toBe("text");
  });

  test("of the web is one that tells nothing of us", () => {
    expect(outLink(`https://a.example/"><script>`, "<there>").markup).toBe(
      `<a href="https://a.example/%22%3E%3Cscript%3E" rel="noopener noreferrer nofollow" target="_blank">&lt;there&gt;</a>`,
    );
  });
});

test("values in paths and queries are encoded", () => {
  expect(path`/topics/${"../a b?#"}/edit`).toBe("/topics/..%2Fa%20b%3F%23/edit");
  expect(withQuery("/alerts", { state: "open", after: null, q: "a&b=c", page: 2, topic: "" })).toBe(
    "/alerts?state=open&q=a%26b%3Dc&page=2",
  );
  expect(withQuery("/alerts", {})).toBe("/alerts");
});

test("flags are there or not", () => {
  expect(html`<input${flag("checked", true)}${flag("disabled", false)}>`.markup).toBe("<input checked>");
});
