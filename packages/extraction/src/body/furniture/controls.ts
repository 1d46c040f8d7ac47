/** Labels that stand alone. */
const label = [
  "share|tweet|pin|print|e-?mail|facebook|twitter|whatsapp|linkedin|telegram|reddit|save|copy link|comments?|reply|like|follow",
  "listen|loading|skip|close|back to top|top|home|menu|search|next|previous|play|caption|advert|once|monthly|annual|remind me later|continue|preview",
  "teilen|drucken|merken|kommentare?|partager|imprimer|commentaires?|compartir|imprimir|comentarios|compartilhar|comentários|condividi|stampa",
  "поделиться|распечатать|комментарии|поділитися|paylaş|yazdır|yorumlar|κοινοποίηση|εκτύπωση|σχόλια",
  "مشاركة|شارك|طباعة|تعليقات|اشتراک[\\s\u200C]?گذاری|چاپ|نظرات|שתפו|שיתוף|הדפסה|תגובות|शेयर(?: करें)?|प्रिंट|टिप्पणियाँ|แชร์|พิมพ์|ความคิดเห็น",
  "分享|打印|评论|收藏|返回顶部|シェア(?:する)?|ツイート|印刷|コメント|공유(?:하기)?|인쇄|댓글",
].join("|");

/** Labels that stand alone or name what follows a colon. */
const named = [
  "tags?|topics?|filed under|categories|category|labels?|sponsored|anzeige|werbung|publicité|publicidad|publicidade|реклама",
  "теги|метки|ключевые слова|schlagworte|stichworte|mots-clés|etiquetas|etiketler|reklam|ετικέτες|διαφήμιση",
  "الوسوم|كلمات مفتاحية|إعلان|برچسب[\\s\u200C]?ها|تبلیغات|תגיות|פרסומת|टैग|विज्ञापन|แท็ก|โฆษณา|标签|关键词|广告|標籤|タグ|キーワード|広告|태그|광고",
].join("|");

/** Labels with what they share, count or show behind them. */
const opener =
  "share (?:this|on|via|current)|tweet this|print this|email this|save (?:this|for later)|comments? \\(?\\d|\\d+ comments?|follow (?:us|me|topics)|" +
  "posted in|advertisement|listen to (?:this|the) (?:article|story)|image \\d+ (?:of )?\\d+|not ready to support";

const control = new RegExp(
  `^\\s*(?:(?:${label})[\\s:：.…|>»!]*$|(?:${named})(?:\\s*[:：|#]|\\s*$)|(?:${opener})(?:\\s*[:：|]|\\b.{0,40}(?<![.!?…]["”’]?)$))`,
  "u",
);

/** A place for something that a program of the page would put there: "$$ARTICLEAD$$", "{{video}}". */
const placeholder = /^(?:\$\$\w+\$\$|\{\{[^}]*\}\}|\[\[[^\]]*\]\]|%%\w+%%)$/;

/** Labels of buttons and counters: "Share", "Tags: …", "Advertisement". */
export function isControl(text: string): boolean {
  return text.length <= 80 && (control.test(text.toLowerCase()) || placeholder.test(text));
}
