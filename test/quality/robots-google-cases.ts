import { lines, rules } from "./robots-case.ts";
import type { RobotsCase } from "./robots-case.ts";

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
