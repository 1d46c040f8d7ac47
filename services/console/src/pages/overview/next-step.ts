/** The one thing to do next. */
export interface NextStep {
  readonly title: string;
  readonly text: string;
  readonly action: { readonly name: string; readonly href: string } | null;
}

/** What is still missing before alerts can come; null when nothing is; pure. */
export function nextStep(facts: {
  readonly sources: number;
  readonly topics: number;
  /** Whether anything was ever read. */
  readonly hasArticles: boolean;
  readonly hasAlerts: boolean;
}): NextStep | null {
  if (facts.sources === 0) {
    return {
      title: "Add a source",
      text: "Wirewatch reads feeds, sitemaps and pages. Add the first, and its articles appear here within minutes.",
      action: { name: "Add a source", href: "/sources" },
    };
  }
  if (facts.topics === 0) {
    return {
      title: "Create your first topic",
      text: "A topic says what to look for in the articles. While you write it, you see what it would have found.",
      action: { name: "Create your first topic", href: "/topics/new" },
    };
  }
  if (!facts.hasArticles) {
    return {
      title: "Waiting for the first articles",
      text: "Sources are being read for the first time. See there whether each of them can be reached.",
      action: { name: "See the sources", href: "/sources" },
    };
  }
  if (!facts.hasAlerts) {
    return {
      title: "No topic has matched yet",
      text: "What was in the sources before they were added is not told. Look into the archive whether your topics find what you expect.",
      action: { name: "Look at the topics", href: "/topics" },
    };
  }
  return null;
}
