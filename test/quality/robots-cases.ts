/** One robots.txt and what it means for some addresses. */
export interface RobotsCase {
  readonly about: string;
  readonly file: string;
  /** Default: `newsbot`. */
  readonly agent?: string;
  readonly allowed?: readonly string[];
  readonly forbidden?: readonly string[];
}

function lines(...texts: readonly string[]): string {
  return `${texts.join("\n")}\n`;
}

/** For `User-agent: *`. */
function rules(...texts: readonly string[]): string {
  return lines("User-agent: *", ...texts);
}

/** From the text of RFC 9309; the number is the section. */
export const rfcCases: readonly RobotsCase[] = [
  {
    about: "2.2.1 a group for us",
    file: lines("User-agent: newsbot", "Disallow: /"),
    forbidden: ["/", "/a", "/a/b?c"],
  },
  { about: "2.2.1 a group for another", file: lines("User-agent: otherbot", "Disallow: /"), allowed: ["/", "/a"] },
  {
    about: "2.2.1 names in any case",
    file: lines("User-agent: NewsBot", "Disallow: /a"),
    forbidden: ["/a"],
    allowed: ["/b"],
  },
  {
    about: "2.2.1 our name in any case",
    agent: "NEWSBOT",
    file: lines("User-agent: newsbot", "Disallow: /a"),
    forbidden: ["/a"],
  },
  {
    about: "2.2.1 our whole header",
    agent: "NewsBot/1.0 (+https://newsbot.example)",
    file: lines("User-agent: newsbot", "Disallow: /a"),
    forbidden: ["/a"],
  },
  { about: "2.2.1 a version in the file", file: lines("User-agent: newsbot/2.0", "Disallow: /a"), forbidden: ["/a"] },
  {
    about: "2.2.1 a name that only begins like ours",
    file: lines("User-agent: newsbot-images", "Disallow: /"),
    allowed: ["/a"],
  },
  {
    about: "2.2.1 hyphens and underscores belong to a name",
    agent: "news_bot-de",
    file: lines("User-agent: news_bot-de", "Disallow: /a", "User-agent: news", "Disallow: /b"),
    forbidden: ["/a"],
    allowed: ["/b"],
  },
  {
    about: "2.2.1 groups of one name are one",
    file: lines("User-agent: newsbot", "Disallow: /a", "", "User-agent: newsbot", "Disallow: /b"),
    forbidden: ["/a", "/b"],
    allowed: ["/c"],
  },
  {
    about: "2.2.1 with another's between them",
    file: lines(
      "User-agent: newsbot",
      "Disallow: /a",
      "User-agent: otherbot",
      "Disallow: /c",
      "User-agent: newsbot",
      "Disallow: /b",
    ),
    forbidden: ["/a", "/b"],
    allowed: ["/c"],
  },
  {
    about: "2.2.1 one group for several names",
    file: lines("User-agent: otherbot", "User-agent: newsbot", "Disallow: /a"),
    forbidden: ["/a"],
    allowed: ["/b"],
  },
  {
    about: "2.2.1 everybody's without ours",
    file: lines("User-agent: otherbot", "Disallow: /b", "User-agent: *", "Disallow: /a"),
    forbidden: ["/a"],
    allowed: ["/b"],
  },
  {
    about: "2.2.1 everybody's does not count beside ours",
    file: lines("User-agent: *", "Disallow: /a", "User-agent: newsbot", "Disallow: /b"),
    forbidden: ["/b"],
    allowed: ["/a"],
  },
  {
    about: "2.2.1 in either order",
    file: lines("User-agent: newsbot", "Disallow: /b", "User-agent: *", "Disallow: /a"),
    forbidden: ["/b"],
    allowed: ["/a"],
  },
  {
    about: "2.2.1 ours may be open to all",
    file: lines("User-agent: *", "Disallow: /", "User-agent: newsbot", "Disallow:"),
    allowed: ["/", "/a"],
  },
  {
    about: "2.2.1 rules before any name are no group's",
    file: lines("Disallow: /", "User-agent: otherbot", "Disallow: /a"),
    allowed: ["/", "/a"],
  },
  { about: "2.2.1 neither group", file: "", allowed: ["/", "/a"] },
  {
    about: "2.2.2 a prefix of the path",
    file: rules("Disallow: /a"),
    forbidden: ["/a", "/ab", "/a/b", "/a?b"],
    allowed: ["/", "/b/a"],
  },
  {
    about: "2.2.2 case of the path matters",
    file: rules("Disallow: /Abc"),
    forbidden: ["/Abc"],
    allowed: ["/abc", "/ABC"],
  },
  {
    about: "2.2.2 the most specific match",
    file: rules("Disallow: /a", "Allow: /a/b", "Disallow: /a/b/c"),
    forbidden: ["/a", "/a/b/c"],
    allowed: ["/a/b"],
  },
  {
    about: "2.2.2 whatever the order",
    file: rules("Disallow: /a/b/c", "Allow: /a/b", "Disallow: /a"),
    forbidden: ["/a", "/a/b/c"],
    allowed: ["/a/b"],
  },
  { about: "2.2.2 equal ones allow", file: rules("Disallow: /a", "Allow: /a"), allowed: ["/a"] },
  { about: "2.2.2 no match allows", file: rules("Disallow: /a"), allowed: ["/b"] },
  { about: "2.2.2 an empty rule matches nothing", file: rules("Disallow:", "Allow:"), allowed: ["/a"] },
  {
    about: "2.2.2 robots.txt itself",
    file: rules("Disallow: /"),
    allowed: ["/robots.txt"],
    forbidden: ["/robots.txt.bak"],
  },
  { about: "2.2.2 a query is part of the path", file: rules("Disallow: /a?b"), forbidden: ["/a?b=1"], allowed: ["/a"] },
  {
    about: "2.2.2 characters that are not ASCII",
    file: rules("Disallow: /foo/bar/ツ"),
    forbidden: ["/foo/bar/%E3%83%84"],
    allowed: ["/foo/bar/"],
  },
  { about: "2.2.2 escapes in lower case", file: rules("Disallow: /%e3%83%84"), forbidden: ["/%E3%83%84"] },
  { about: "2.2.2 needless escapes", file: rules("Disallow: /foo/bar/%62%61%7A"), forbidden: ["/foo/bar/baz"] },
  {
    about: "2.2.2 an escaped slash is no slash",
    file: rules("Disallow: /a%2Fb"),
    forbidden: ["/a%2Fb"],
    allowed: ["/a/b"],
  },
  {
    about: "2.2.2 an address in a query",
    file: rules("Disallow: /foo/bar?baz=https://foo.bar"),
    forbidden: ["/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar"],
  },
  {
    about: "2.2.3 a comment",
    file: lines("# Disallow: /", "User-agent: * # all", "Disallow: /a # this"),
    forbidden: ["/a"],
    allowed: ["/b"],
  },
  {
    about: "2.2.3 a star",
    file: rules("Disallow: /path/*/print"),
    forbidden: ["/path/x/print", "/path/x/y/print.html"],
    allowed: ["/path/print"],
  },
  { about: "2.2.3 a star for nothing", file: rules("Disallow: /a*b"), forbidden: ["/ab", "/a-b"], allowed: ["/a"] },
  {
    about: "2.2.3 an end",
    file: rules("Disallow: /this/path/exactly$"),
    forbidden: ["/this/path/exactly"],
    allowed: ["/this/path/exactly/", "/this/path/exactly?a"],
  },
  {
    about: "2.2.3 a star and an end",
    file: rules("Disallow: /*.gif$"),
    forbidden: ["/a.gif", "/a/b.gif"],
    allowed: ["/a.gif?x", "/a.gifs"],
  },
  {
    about: "2.2.3 a star that is meant",
    file: rules("Disallow: /file-with-a-%2A.html"),
    forbidden: ["/file-with-a-*.html"],
    allowed: ["/file-with-a-b.html"],
  },
  {
    about: "2.2.3 a dollar that is meant",
    file: rules("Disallow: /foo-%24"),
    forbidden: ["/foo-$"],
    allowed: ["/foo-"],
  },
  {
    about: "2.2.4 other lines do not end a group",
    file: lines("User-agent: newsbot", "Sitemap: https://a.example/s.xml", "Disallow: /a"),
    forbidden: ["/a"],
    allowed: ["/b"],
  },
  {
    about: "2.2.4 nor do they part names",
    file: lines(
      "User-agent: newsbot",
      "Sitemap: https://a.example/s.xml",
      "Foo: bar",
      "User-agent: otherbot",
      "Disallow: /a",
    ),
    forbidden: ["/a"],
  },
  {
    about: "2.2.4 a line nobody knows",
    file: rules("Noindex: /a", "Disallow: /b"),
    allowed: ["/a"],
    forbidden: ["/b"],
  },
  {
    about: "2.2 ends of lines",
    file: "User-agent: *\r\nDisallow: /a\rDisallow: /b\nDisallow: /c",
    forbidden: ["/a", "/b", "/c"],
    allowed: ["/d"],
  },
  {
    about: "2.2 names of lines in any case",
    file: "USER-AGENT: *\ndisallow: /a\nDISALLOW: /b\nAlLoW: /a/b",
    forbidden: ["/a", "/b"],
    allowed: ["/a/b"],
  },
  {
    about: "2.2 spaces around",
    file: "  User-agent  :  *  \n\tDisallow\t:\t/a\t\n",
    forbidden: ["/a"],
    allowed: ["/b"],
  },
  { about: "2.3 a byte order mark", file: "\uFEFFUser-agent: *\nDisallow: /a", forbidden: ["/a"] },
  {
    about: "2.5 half a megabyte is read",
    file: `${rules("Disallow: /a")}${"# a line of a comment\n".repeat(20_000)}Disallow: /b\n`,
    forbidden: ["/a", "/b"],
    allowed: ["/c"],
  },
  {
    about: "5.1 the simple example",
    file: lines(
      "User-Agent: *",
      "Disallow: *.gif$",
      "Disallow: /example/",
      "Allow: /publications/",
      "",
      "User-Agent: foobot",
      "Disallow:/",
      "Allow:/example/page.html",
      "Allow:/example/allowed.gif",
      "",
      "User-Agent: barbot",
      "User-Agent: bazbot",
      "Disallow: /example/page.html",
      "",
      "User-Agent: quxbot",
    ),
    agent: "foobot",
    allowed: ["/example/page.html", "/example/allowed.gif"],
    forbidden: ["/", "/publications/"],
  },
  {
    about: "5.2 the longest match",
    file: lines("User-Agent: newsbot", "Allow: /example/page/", "Disallow: /example/page/disallowed.gif"),
    allowed: ["/example/page/a.gif"],
    forbidden: ["/example/page/disallowed.gif"],
  },
];

/** What Google documents or does beyond the RFC. */
export const googleCases: readonly RobotsCase[] = [
  {
    about: "/fish",
    file: rules("Disallow: /fish"),
    forbidden: ["/fish", "/fish.html", "/fish/salmon.html", "/fishheads", "/fish.html?id=1"],
    allowed: ["/Fish.asp", "/catfish", "/?id=fish", "/desert/fish"],
  },
  {
    about: "/fish*",
    file: rules("Disallow: /fish*"),
    forbidden: ["/fish", "/fishheads/yummy.html"],
    allowed: ["/Fish.asp", "/catfish"],
  },
  {
    about: "/fish/",
    file: rules("Disallow: /fish/"),
    forbidden: ["/fish/", "/fish/?id=1", "/fish/salmon.htm"],
    allowed: ["/fish", "/fish.html", "/Fish/Salmon.asp"],
  },
  {
    about: "/*.php",
    file: rules("Disallow: /*.php"),
    forbidden: ["/index.php", "/folder/filename.php?x=1", "/folder/any.php.file.html", "/filename.php/"],
    allowed: ["/", "/windows.PHP", "/php/"],
  },
  {
    about: "/*.php$",
    file: rules("Disallow: /*.php$"),
    forbidden: ["/filename.php", "/folder/filename.php"],
    allowed: ["/filename.php?x", "/filename.php/", "/filename.php5", "/windows.PHP"],
  },
  {
    about: "/fish*.php",
    file: rules("Disallow: /fish*.php"),
    forbidden: ["/fish.php", "/fishheads/catfish.php?x"],
    allowed: ["/Fish.PHP"],
  },
  {
    about: "the longer of allow and disallow",
    file: rules("Allow: /p", "Disallow: /"),
    allowed: ["/page"],
    forbidden: ["/a"],
  },
  { about: "equal ones", file: rules("Allow: /folder", "Disallow: /folder"), allowed: ["/folder/page"] },
  {
    about: "a longer rule with a star",
    file: rules("Allow: /page", "Disallow: /*.htm"),
    forbidden: ["/page.htm"],
    allowed: ["/page"],
  },
  {
    about: "a shorter rule with a star",
    file: rules("Allow: /x/page.", "Disallow: /*.htm"),
    allowed: ["/x/page.htm"],
    forbidden: ["/x/y.htm"],
  },
  { about: "only the root", file: rules("Allow: /$", "Disallow: /"), allowed: ["/"], forbidden: ["/page.htm", "/?a"] },
  {
    about: "index.html is its folder",
    file: rules("Allow: /open/index.html", "Disallow: /"),
    allowed: ["/open/", "/open/index.html"],
    forbidden: ["/open/index.htm", "/open/a", "/"],
  },
  {
    about: "index.htm too",
    file: rules("Allow: /open/index.htm", "Disallow: /"),
    allowed: ["/open/", "/open/index.htm", "/open/index.html"],
    forbidden: ["/open"],
  },
  {
    about: "of an Allow only",
    file: rules("Disallow: /closed/index.html"),
    forbidden: ["/closed/index.html"],
    allowed: ["/closed/"],
  },
  { about: "a missing colon", file: lines("User-agent newsbot", "Disallow /a"), forbidden: ["/a"], allowed: ["/b"] },
  {
    about: "a missing colon with too many words",
    file: lines("User-agent: *", "Disallow /a /b"),
    allowed: ["/a", "/b"],
  },
  {
    about: "misspelt rules",
    file: lines("User-agent: *", "Dissallow: /a", "Disalow: /b", "Diasllow: /c", "Disallaw: /d", "Dissalow: /e"),
    forbidden: ["/a", "/b", "/c", "/d", "/e"],
  },
  {
    about: "misspelt names",
    file: lines("Useragent: newsbot", "Disallow: /a", "User agent: newsbot", "Disallow: /b"),
    forbidden: ["/a", "/b"],
  },
  {
    about: "a name up to its first space",
    file: lines("User-agent: *", "Disallow: /", "User-agent: newsbot for everything", "Allow: /a", "Disallow: /"),
    allowed: ["/a"],
    forbidden: ["/b"],
  },
  {
    about: "a crawler of two words is nobody's",
    agent: "news bot",
    file: lines("User-agent: *", "Disallow: /", "User-agent: news bot", "Allow: /a"),
    forbidden: ["/a"],
  },
  { about: "a star with a word behind it", file: lines("User-agent: * all", "Disallow: /a"), forbidden: ["/a"] },
  {
    about: "a line too long is cut",
    file: rules(`Disallow: /${"x".repeat(17_000)}/end`),
    forbidden: [`/${"x".repeat(17_000)}/other`],
    allowed: [`/${"x".repeat(100)}`],
  },
  {
    about: "a needlessly escaped Allow",
    file: rules("Disallow: /", "Allow: /%62%61%7A"),
    allowed: ["/%62%61%7A"],
    forbidden: ["/baz"],
  },
  { about: "a crawler without a name", agent: "", file: lines("User-agent: newsbot", "Disallow: /"), allowed: ["/"] },
];
