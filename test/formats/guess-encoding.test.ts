// Feeds and pages that say nothing, or something untrue, of their encoding: told by their letters, in their languages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeDocument } from "../../src/formats/decode.ts";

const sentences = {
  arabic: "افتتح مساء أمس في القاهرة معرض جديد مخصص للفن المعاصر وتاريخ المدينة وزاره مئات الأشخاص.",
  bulgarian: "Вчера в София беше открита нова изложба, посветена на съвременното изкуство и историята на града.",
  chinese: "昨晚，北京举办了一场新的展览，主题是当代艺术与城市历史。许多人前来参观，大家都很喜欢。",
  czech:
    "Včera večer byla v Praze otevřena nová výstava věnovaná současnému umění a dějinám města. Navštívily ji stovky.",
  danish: "I går aftes åbnede en ny udstilling i København. Også børn er på vej, æbler og øl.",
  english: "It’s the best “news” of the year – don’t miss it. A naïve café owner’s résumé costs £30.",
  finnish: "Eilen illalla Jyväskylässä avattiin uusi näyttely. Siellä kävi myös ystäviä, hyvää yötä.",
  french: "Hier soir, à Besançon, une nouvelle exposition a été inaugurée. Très appréciée, déjà complète : l’été.",
  german: "Gestern Abend wurde in München eine neue Ausstellung eröffnet, natürlich für alle. Straße, Größe, über.",
  greek: "Χθες το βράδυ στην Αθήνα άνοιξε μια νέα έκθεση αφιερωμένη στη σύγχρονη τέχνη και την ιστορία της πόλης.",
  hebrew: "אתמול בערב נפתחה בתל אביב תערוכה חדשה המוקדשת לאמנות בת זמננו ולתולדות העיר.",
  icelandic: "Í gær var opnuð ný sýning í Reykjavík um sögu borgarinnar. Þar voru margir á ferð og það var gaman.",
  italian: "Ieri sera è stata inaugurata a Torino una nuova mostra. La città è più bella, perché c’è già.",
  japanese: "昨夜、東京で現代美術と街の歴史をテーマにした新しい展覧会が始まりました。多くの人が訪れました。",
  korean: "어젯밤 서울에서 현대 미술과 도시의 역사를 주제로 한 새로운 전시회가 열렸습니다. 많은 사람들이 찾았습니다.",
  polish: "Wczoraj wieczorem w Łodzi otwarto nową wystawę poświęconą sztuce współczesnej i dziejom miasta.",
  portuguese: "Ontem à noite foi inaugurada em São Paulo uma nova exposição sobre a história da cidade. Não há razões.",
  russian: "Вчера вечером в Москве открылась новая выставка, посвящённая современному искусству и истории города.",
  spanish: "Ayer por la noche se inauguró en Málaga una nueva exposición dedicada al arte. El niño soñó mañana.",
  swedish: "I går kväll öppnades en ny utställning i Malmö om samtidskonst. Här är också många besökare på väg.",
  taiwanese: "昨晚，台北舉辦了一場新的展覽，主題是當代藝術與城市歷史。許多人前來參觀，大家都很喜歡。",
  thai: "เมื่อวานนี้มีการเปิดนิทรรศการใหม่เกี่ยวกับศิลปะร่วมสมัยและประวัติศาสตร์ของเมืองที่กรุงเทพฯ",
  turkish: "Dün akşam İstanbul'da çağdaş sanata ve şehrin tarihine adanmış yeni bir sergi açıldı. Yüzlerce kişi geldi.",
  ukrainian: "Учора ввечері в Києві відкрили нову виставку, присвячену сучасному мистецтву та історії міста.",
};

const written: readonly (readonly [keyof typeof sentences, ...string[]])[] = [
  ["arabic", "windows-1256", "iso-8859-6"],
  ["bulgarian", "windows-1251"],
  ["chinese", "gb18030"],
  ["czech", "windows-1250", "iso-8859-2"],
  ["greek", "iso-8859-7"],
  ["hebrew", "windows-1255"],
  ["japanese", "shift_jis", "euc-jp"],
  ["korean", "euc-kr"],
  ["polish", "windows-1250", "iso-8859-2"],
  ["russian", "windows-1251", "koi8-u", "iso-8859-5"],
  ["taiwanese", "big5"],
  ["thai", "windows-874"],
  ["turkish", "windows-1254"],
  ["ukrainian", "windows-1251", "koi8-u"],
];
const western = [
  "danish",
  "english",
  "finnish",
  "french",
  "german",
  "icelandic",
  "italian",
  "portuguese",
  "spanish",
  "swedish",
] as const;

/** Every character that one or two bytes make in an encoding. */
function bytesOf(label: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(label);
  const bytes = new Map<string, readonly number[]>();
  for (let lead = 255; lead >= 0x80; lead -= 1) {
    for (let trail = 255; trail >= 0x40; trail -= 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (Array.from(character).length === 1) bytes.set(character, [lead, trail]);
    }
  }
  for (let byte = 255; byte >= 0; byte -= 1) bytes.set(decoder.decode(Uint8Array.of(byte)), [byte]);
  return bytes;
}

function encoded(text: string, label: string): Uint8Array {
  const known = bytesOf(label);
  return Uint8Array.from(
    Array.from(text).flatMap((character) => known.get(character) ?? assert.fail(`${character} is not in ${label}`)),
  );
}

const feedOf = (title: string): string =>
  `<rss version="2.0"><channel><title>${title.slice(0, 30)}</title><link>http://news.example/</link><item>` +
  `<title>${title}</title><link>http://news.example/2004/05/item.html</link>` +
  `<description>&lt;p class="lead"&gt;${title}&lt;/p&gt;</description></item></channel></rss>`;

for (const [language, ...labels] of written) {
  for (const label of labels) {
    test(`${language} without a label, written in ${label}`, () => {
      const feed = feedOf(sentences[language]);
      const { text, encoding, problems } = decodeDocument(encoded(feed, label), null);
      assert.equal(text, feed);
      assert.equal(encoding, label);
      assert.deepEqual(problems, [{ code: "invalid-bytes", message: `bytes that are no UTF-8 were read as ${label}` }]);
    });
  }
}

for (const language of western) {
  test(`${language} without a label is windows-1252, whatever else it might be`, () => {
    const feed = feedOf(sentences[language]);
    const { text, encoding } = decodeDocument(encoded(feed, "windows-1252"), null);
    assert.equal(text, feed);
    assert.equal(encoding, "windows-1252");
  });
}

test("a label that the bytes contradict is no better than none", () => {
  const feed = `<?xml version="1.0" encoding="utf-8"?>${feedOf(sentences.russian)}`;
  const { text, encoding } = decodeDocument(encoded(feed, "koi8-u"), "text/xml; charset=utf-8");
  assert.equal(text, feed);
  assert.equal(encoding, "koi8-u");
});

test("too little to tell by stays windows-1252", () => {
  for (const words of ["© 2004", "Café", "été", "Größe", "à la carte", "«»"]) {
    const { text, encoding } = decodeDocument(encoded(`<p>${words}</p>`, "windows-1252"), null);
    assert.deepEqual([text, encoding], [`<p>${words}</p>`, "windows-1252"]);
  }
});

test("a page says its encoding in a meta element, before or without a header", () => {
  for (const meta of [
    `<meta charset="windows-1251">`,
    `<META http-equiv=Content-Type content="text/html; charset=windows-1251">`,
    `<meta name="x" content="y"/><meta charset = 'windows-1251' />`,
  ]) {
    const page = `<html><head>${meta}<title>Да</title></head></html>`;
    const { text, encoding, problems } = decodeDocument(encoded(page, "windows-1251"), "text/html");
    assert.deepEqual([text, encoding, problems], [page, "windows-1251", []]);
  }
});

test("what a header says comes before a meta element, which is told where it differs", () => {
  const page = `<html><head><meta charset="koi8-r"><title>Да</title></head></html>`;
  const { text, problems } = decodeDocument(encoded(page, "windows-1251"), "text/html; charset=windows-1251");
  assert.equal(text, page);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ["charset-mismatch"],
  );
});
