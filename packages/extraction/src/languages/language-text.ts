/** An article as a paper of its language would print it, with what stands around it on the page. All of it is made up. */
export interface LanguageText {
  readonly language: string;
  readonly title: string;
  readonly nav: readonly string[];
  readonly date: string;
  readonly byline: string;
  readonly caption: string;
  readonly share: readonly string[];
  readonly paragraphs: readonly string[];
  readonly relatedHeading: string;
  readonly related: readonly string[];
  readonly newsletter: readonly [heading: string, offer: string];
  readonly tags: string;
  readonly footer: string;
}
