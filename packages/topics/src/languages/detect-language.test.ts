import { describe, expect, test } from "vitest";
import { detectLanguage } from "./detect-language.ts";

test.each([
  ["en", "The harbour stays closed until Friday after the fire in a warehouse"],
  ["de", "Der Hafen bleibt nach dem Brand bis Freitag geschlossen"],
  ["fr", "Le port reste fermé jusqu'à vendredi après l'incendie"],
  ["es", "El puerto sigue cerrado hasta el viernes tras el incendio"],
  ["pt", "O porto continua fechado até sexta-feira depois do incêndio"],
  ["it", "Il porto resta chiuso fino a venerdì dopo l'incendio"],
  ["nl", "De haven blijft na de brand tot vrijdag gesloten"],
  ["pl", "Port pozostanie zamknięty do piątku po pożarze magazynu"],
  ["cs", "Přístav zůstane po požáru skladu do pátku zavřený"],
  ["sk", "Prístav zostane po požiari skladu do piatka zatvorený"],
  ["sv", "Hamnen är stängd till fredag efter branden i ett lager"],
  ["da", "Havnen er lukket indtil fredag efter branden i et lager, siger politiet"],
  ["no", "Havnen er stengt til fredag etter brannen i et lager, sier politiet"],
  ["no", "Hamna er stengd til fredag etter brannen, seier politiet, som ikkje veit meir"],
  ["fi", "Satama pysyy suljettuna perjantaihin asti varaston palon jälkeen"],
  ["hu", "A kikötő péntekig zárva marad a raktártűz után"],
  ["ro", "Portul rămâne închis până vineri după incendiul din depozit"],
  ["hr", "Luka ostaje zatvorena do petka nakon požara u skladištu"],
  ["tr", "Liman, depodaki yangının ardından cuma gününe kadar kapalı kalacak"],
  ["az", "Liman anbardakı yanğından sonra cümə gününə qədər bağlı qalacaq"],
  ["id", "Pelabuhan tetap ditutup hingga Jumat karena kebakaran di gudang"],
  ["vi", "Cảng vẫn đóng cửa đến thứ Sáu sau vụ cháy kho hàng"],
  ["ru", "Порт останется закрытым до пятницы после пожара на складе"],
  ["uk", "Порт буде зачинений до п'ятниці після пожежі на складі"],
  ["be", "Порт будзе зачынены да пятніцы пасля пажару на складзе"],
  ["bg", "Пристанището остава затворено до петък след пожара в склада"],
  ["sr", "Лука остаје затворена до петка после пожара у складишту"],
  ["mk", "Пристаништето останува затворено до петок по пожарот во магацинот"],
  ["kk", "Порт қоймадағы өрттен кейін жұмаға дейін жабық болады"],
  ["el", "Το λιμάνι παραμένει κλειστό μέχρι την Παρασκευή"],
  ["he", "הנמל יישאר סגור עד יום שישי לאחר השריפה במחסן"],
  ["ar", "يبقى الميناء مغلقا حتى يوم الجمعة بعد الحريق في المستودع"],
  ["fa", "بندر پس از آتش‌سوزی در انبار تا روز جمعه بسته می‌ماند"],
  ["hi", "गोदाम में आग लगने के बाद बंदरगाह शुक्रवार तक बंद रहेगा"],
  ["zh", "仓库发生火灾后，港口将关闭至星期五"],
  ["ja", "倉庫の火災を受け、港は金曜日まで閉鎖される"],
  ["ko", "창고 화재로 항구는 금요일까지 폐쇄된다"],
])("%s: %s", (language, text) => {
  expect(detectLanguage(text)).toBe(language);
});

describe("what surrounds the words makes no difference", () => {
  test.each([
    ["capitals", "DER HAFEN BLEIBT NACH DEM BRAND GESCHLOSSEN", "de"],
    ["the Turkish capital I with a dot", "İSTANBUL LİMANI CUMA GÜNÜNE KADAR KAPALI KALACAK", "tr"],
    ["line breaks, numbers and signs", "Der Hafen\n\n2026\t–  bleibt:\r\n(14) geschlossen!", "de"],
    [
      "addresses and handles",
      "Der Hafen bleibt zu https://example.com/the-port-is-closed-today @theharbourboard #closed",
      "de",
    ],
    ["letters as base and mark", "Le port reste fermé jusqu'à vendredi".normalize("NFD"), "fr"],
    ["names in Latin letters", "Η Continental Harbour Holdings είναι μια εταιρεία", "el"],
    ["names in Latin letters beside Chinese", "大陆公司（Continental Harbours）发言人", "zh"],
    ["a name with letters of another language", "Der Trainer Božidar Đurić bleibt bis Freitag in Köln", "de"],
  ])("%s", (_, text, language) => {
    expect(detectLanguage(text)).toBe(language);
  });
});

test.each([
  ["nothing", ""],
  ["white space", " \n\t"],
  ["numbers", "12:30, 2026-11-22, 4,711"],
  ["signs and pictures", "🚢🔥 — … !!!"],
  ["an abbreviation", "NATO"],
  ["an address", "https://example.com/der-hafen-bleibt-geschlossen"],
  ["halves of a surrogate pair", "\ud83d ".repeat(200)],
])("no language for %s", (_, text) => {
  expect(detectLanguage(text)).toBeNull();
});

test("reads the beginning of a text alone, however long it is", () => {
  const start = "Der Hafen bleibt nach dem Brand bis Freitag geschlossen. ".repeat(20);
  expect(detectLanguage(start + "The harbour stays closed. ".repeat(100_000))).toBe("de");
});

test.each(["a", "ș", "‌", "́", "'", "@", "@a", "www.", "ा", "\u{1F468}\u200D", "Ä "])(
  "no text of many %j makes it throw or wait",
  (sign) => {
    const startedAt = performance.now();
    detectLanguage(sign.repeat(1_000_000));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  },
);
