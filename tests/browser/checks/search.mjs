// 300 pairs of Arabic spellings: a note that holds one is found by the other.

const WORDS = ["مدرسة", "قرية", "بلدة", "مدينة", "منطقة", "محافظة", "هيئة", "لجنة", "هدنة", "تسوية", "حافلة", "قذيفة", "غارة", "معركة", "دورية",
  "إدلب", "أريحا", "إنخل", "الأردن", "أنطاكية", "إزرع", "أعزاز", "القاهرة", "الموصل", "الرقة", "حماة", "تدمر", "درعا", "نوى", "جاسم", "طفس", "داعل",
  "مستشفى", "قتلى", "جرحى", "أسرى", "مقاتل", "مسلح", "شاحنة", "سيارة", "صحفي", "طبيب", "مزارع", "حصار", "اتفاق", "انسحاب", "قصف", "هجوم", "تفجير", "نازح"];

/** Ways to write a word otherwise; each gives the other spelling, or the word itself where it does not apply. */
const WAYS = [
  (word) => word.replace(/[أإآ]/g, "ا").replace(/ة$/, "ه").replace(/ى$/, "ي"),
  (word) => [...word].join("ـ"),
  (word) => [...word].map((letter, k) => (/[اأإآىة]/.test(letter) ? letter : letter + "َُِّْ"[k % 5])).join(""),
  (word) => [...word].map(presentation).join(""),
  (word) => (word.startsWith("ال") ? `وب${word}` : `وبال${word}`),
  (word) => (word.startsWith("ال") ? `لل${word.slice(2)}` : `لل${word}`),
];

/** The isolated presentation form of a letter (Arabic Presentation Forms-B), found by its compatibility mapping. */
function presentation(letter) {
  for (let code = 0xfe80; code <= 0xfef4; code += 1) {
    const form = String.fromCodePoint(code);
    if (form.normalize("NFKC") === letter) return form;
  }
  return letter;
}

export async function arabicSearch({ place, say }) {
  const pairs = WORDS.flatMap((word) => WAYS.map((way) => [word, way(word)]));
  place.add(pairs.map(([word, other], k) => ({
    // Half the notes hold the plain spelling and are searched by the other, half the other way round.
    id: `pair-${k}`, language: "ar", text: `وصل الخبر أمس عن ${k % 2 === 0 ? word : other} من أكثر من جهة.`,
  })));
  await place.serve();
  let found = 0;
  for (const [k, [word, other]] of pairs.entries()) {
    const query = k % 2 === 0 ? other : word;
    const { hits } = await place.json(`/search.json?q=${encodeURIComponent(query)}`);
    if (hits.some((hit) => hit.file === `pair-${k}`)) found += 1;
    else say(`search: ${query} does not find ${k % 2 === 0 ? word : other}`);
  }
  say(`search: ${found} of ${pairs.length}`);
  return { "arabic-search": found / pairs.length };
}
