// Passwords: five random words to propose, and what is wrong with one that somebody thought up.
// A password is read as whoever guesses passwords reads it: as words, names, dates, rows of keys and repeats,
// each worth a few bits however long it is, and plain characters between them. Too few bits are a fault.

const FEWEST_CHARACTERS = 14;
const FEWEST_DIFFERENT = 5;
const FEWEST_BITS = 28;
const LONGEST_READ = 128;

/**
 * @typedef {"plain"|"context"|"common"|"name"|"row"|"repeat"|"date"} Kind
 * @typedef {{length: number, bits: number, kind: Kind}} Piece
 */

const FAULTS = {
  short: "Use at least 14 characters. Five ordinary words do well.",
  plain: "Use more different characters. Five ordinary words do well.",
  number: "Add a few words: numbers alone are guessed first.",
  context: "Leave out your name and the practice’s: they are guessed first. Five other words do well.",
  common: "Choose other words: many people use these, so they are guessed first. Five ordinary ones do well.",
  name: "Add a few words that are not names: names are guessed first.",
  row: "Leave out rows of keys, alphabets and counting: they are guessed first. Five ordinary words do well.",
  repeat: "Say it once, and add other words: repeating makes a password no harder to guess.",
  date: "Add a few words: dates are guessed first.",
};

/** What one piece is worth, in bits. A character that a person chose is worth far less than a random one. */
const BITS = { plain: 2.5, context: 2, common: 8, name: 8, row: 6, repeat: 4, date: 12 };

const SEPARATORS = /[\s\-_.,:;/'’\p{Default_Ignorable_Code_Point}]/gu;
const NUMBERS_ALONE = /^[\p{Nd}\s+()\-_.,:;/]{1,24}$/u;

/** Letters that a digit or sign stands for. */
const STANDS_FOR = new Map(
  "0o 1il 2z 3e 4a 5s 6g 7t 8b 9g @a €e !il |il +t $s".split(" ").map(([sign, ...letters]) => [sign, letters]),
);

/** Rows of keys (English, German, French, Dvorak, Russian) and columns of them. */
const ROWS = fold(`
  1234567890 !@#$%^&*() !"§$%&()= !"£$%^&*() qwertyuiop asdfghjkl zxcvbnm qwertzuiopü asdfghjklöä yxcvbnm
  azertyuiop qsdfghjklm wxcvbn pyfgcrl aoeuidhtns qjkxbmwvz йцукенгшщзхъ фывапролджэ ячсмитьбю
  1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p zaq1xsw2cde3vfr4bgt5nhy6mju7ki8lo9p0 qazwsxedcrfvtgbyhnujmikolp`)
  .trim()
  .split(/\s+/)
  .flatMap((row) => [row, [...row].reverse().join("")]);

const DAY = "(?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?";
const MONTH = "(?:1[0-2]|0?[1-9])";
const MONTH_NAME =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?" +
  "|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const YEAR = "(?:(?:19|20)\\d\\d)";
/** Dates in figures and in words, and what is worth less: a year, or a day or month by its name. */
const DATES = [
  { bits: BITS.date, date: `${DAY}(?:of)?(?:${MONTH}|${MONTH_NAME})${YEAR}` },
  { bits: BITS.date, date: `(?:${MONTH}|${MONTH_NAME})${DAY}${YEAR}` },
  { bits: BITS.date, date: `${YEAR}(?:1[0-2]|0[1-9])(?:3[01]|[12]\\d|0[1-9])` },
  { bits: BITS.date, date: `${DAY}(?:of)?${MONTH_NAME}|${MONTH_NAME}${DAY}` },
  { bits: 6, date: YEAR },
  { bits: 4, date: "(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august" },
  { bits: 4, date: "(?:septem|octo|novem|decem)ber" },
].map(({ bits, date }) => ({ bits, expression: new RegExp(date, "y") }));

/** Words that stand in many passwords, and phrases of 14 characters or more that people take for one. */
const COMMON = `
  password passwort passphrase passcode welcome letmein login admin administrator default changeme guest user
  secret private secure security access temporary testing therapist therapy practice practitioner psychology
  psychologist psychotherapy psychiatry counselling counseling counsellor counselor clinic clinician patient
  client session telehealth health mental wellness mindfulness healing hospital doctor office computer
  internet google facebook amazon microsoft windows samsung apple sunshine princess football baseball
  basketball soccer hockey dragon monkey master shadow superman batman spiderman pokemon starwars iloveyou
  love forever happy summer winter spring autumn chelsea arsenal liverpool manchester united freedom whatever
  cheese chocolate cookie banana butterfly flower rainbow family mother father hello hunter ninja mustang
  ferrari guitar ginger pepper tigger favourite favorite trustno abracadabra hakunamatata nevergiveup
  carpediem letitgo happybirthday birthday christmas merrychristmas happynewyear correcthorsebatterystaple
  thequickbrownfox tobeornottobe maytheforcebewithyou opensesame onceuponatime winteriscoming youshallnotpass
  gameofthrones harrypotter lordoftherings startrek thisismypassword iforgotmypassword livelaughlove
  livelongandprosper todayisagoodday onedayatatime onestepatatime keepcalmandcarryon believeinyourself
  breatheinbreatheout supercalifragilistic expialidocious antidisestablishmentarianism loremipsumdolorsitamet
  twinkletwinklelittlestar maryhadalittlelamb humptydumpty rowrowrowyourboat allyouneedislove hotelcalifornia
  bohemianrhapsody knockknockwhosthere openthedoorplease ithinkthereforeiam onetwothree fourfivesix
  threefourfive seveneightnine springsummer autumnwinter
`.trim().split(/\s+/);

/** First names that many people have. None of them is in the list of words. */
const NAMES = `
  michael jennifer jessica christopher matthew joshua david james daniel robert john william joseph andrew
  ryan nicholas anthony jonathan kevin thomas brian steven stephen timothy richard charles patrick benjamin
  samuel alexander elizabeth sarah ashley amanda nicole michelle melissa stephanie rebecca laura emily anna
  maria sophie sophia emma olivia isabella charlotte amelia hannah julia katherine catherine kimberly angela
  linda barbara susan margaret patricia mary nancy karen helen sandra donna sharon deborah lisa peter paul
  simon martin oliver george harry charlie oscar leon felix lukas lucas noah liam ethan jacob mohammed
  muhammad ahmed fatima omar hassan carlos jose juan luis miguel pedro antonio francesco giulia marco luca
  pierre marie claire camille hans klaus stefan andreas anja petra lars anders erik ingrid ivan olga elena
  natasha dmitri sergei anita priya rahul deepak zhang chen yuki hiroshi maya nora lena clara alice lucy
  eleanor edward henry arthur albert philip victoria diana monica veronica gabriel rafael sebastian
  dominic vincent louis adrian dennis gregory raymond jeffrey scott
`.trim().split(/\s+/);

/**
 * Five words of our list with spaces between them, each chosen from all words alike: 64 bits.
 * The list comes with the first call: a page that proposes nothing carries none. Rejects when it cannot be had.
 *
 * @param {(numbers: Uint32Array<ArrayBuffer>) => unknown} [fill]  fills with random numbers of 32 bits
 * @returns {Promise<string>}
 */
export async function proposePassphrase(fill = (numbers) => crypto.getRandomValues(numbers)) {
  const { WORDS } = await import("./words.js");
  return Array.from({ length: 5 }, () => WORDS[randomBelow(WORDS.length, fill)]).join(" ");
}

/**
 * A random number below `count`. Numbers above its largest multiple are drawn again, as they would favour some.
 *
 * @param {number} count
 * @param {(numbers: Uint32Array<ArrayBuffer>) => unknown} fill
 * @returns {number}
 */
function randomBelow(count, fill) {
  const end = 2 ** 32 - (2 ** 32 % count);
  const drawn = new Uint32Array(1);
  do fill(drawn);
  while (Number(drawn[0]) >= end);
  return Number(drawn[0]) % count;
}

/**
 * Why a password is too easily guessed, as a sentence that says what to do; empty when it may be used.
 * Any script will do. Characters are code points after NFKC, and never more than were typed: some signs unfold.
 *
 * @param {string} password
 * @param {readonly string[]} context  what is guessed first: username, public name, the practice's name
 * @returns {string}
 */
export function passwordFault(password, context) {
  const clean = password.normalize("NFKC");
  const typed = password.normalize("NFC");
  if (Math.min([...clean].length, [...typed].length) < FEWEST_CHARACTERS) return FAULTS.short;
  const text = fold(clean).replaceAll(SEPARATORS, "");
  if (new Set(text).size < FEWEST_DIFFERENT) return FAULTS.plain;
  if (NUMBERS_ALONE.test(clean)) return FAULTS.number;
  const pieces = easiestReading(text.slice(0, LONGEST_READ), contextWords(context));
  const bits = pieces.reduce((sum, piece) => sum + piece.bits, 0);
  return bits < FEWEST_BITS ? faultOf(pieces) : "";
}

/**
 * One spelling of what people write in several: small letters without accents.
 *
 * @param {string} text
 * @returns {string}
 */
function fold(text) {
  return text.normalize("NFKD").replaceAll(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase();
}

/**
 * @param {readonly string[]} context
 * @returns {string[]}
 */
function contextWords(context) {
  const words = ["telehealth", ...context].flatMap((text) => [text, ...text.split(/[\s\-_.,&@]+/u)]);
  return words.map((word) => fold(word).replaceAll(SEPARATORS, "")).filter((word) => word.length >= 3);
}

/**
 * The reading of a text that takes the fewest bits: a shortest path from its beginning to its end.
 *
 * @param {string} text
 * @param {string[]} context
 * @returns {Piece[]}
 */
function easiestReading(text, context) {
  /** @type {{bits: number, piece: Piece|null}[]} */
  const best = Array.from({ length: text.length + 1 }, () => ({ bits: Infinity, piece: null }));
  best[0] = { bits: 0, piece: null };
  for (let at = 0; at < text.length; at += 1) {
    const bits = best[at]?.bits ?? 0;
    for (const piece of piecesAt(text, at, context)) {
      const end = at + piece.length;
      if (bits + piece.bits < (best[end]?.bits ?? 0)) best[end] = { bits: bits + piece.bits, piece };
    }
  }
  const reading = [];
  for (let piece = best[text.length]?.piece, end = text.length; piece; piece = best[end]?.piece) {
    reading.push(piece);
    end -= piece.length;
  }
  return reading;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {string[]} context
 * @returns {Piece[]}
 */
function piecesAt(text, at, context) {
  /** @type {(kind: Kind, lengths: number[], bits?: number) => Piece[]} */
  const of = (kind, lengths, bits = BITS[kind]) =>
    lengths.filter((length) => length > 0).map((length) => ({ length, bits, kind }));
  return [
    ...of("plain", [1]),
    ...of("context", matches(text, at, context)),
    ...of("common", matches(text, at, COMMON)),
    ...of("name", matches(text, at, NAMES)),
    ...of("row", [rowLength(text, at), stepLength(text, at)]),
    ...DATES.flatMap(({ bits, expression }) => of("date", [expressionLength(text, at, expression)], bits)),
    ...of("repeat", [repeatLength(text, at)]),
  ];
}

/**
 * The lengths of the words that stand in a text at a place, also with digits and signs in place of letters.
 *
 * @param {string} text
 * @param {number} at
 * @param {readonly string[]} words
 * @returns {number[]}
 */
function matches(text, at, words) {
  const reads = (/** @type {string} */ letter, /** @type {number} */ index) => {
    const written = text[at + index] ?? "";
    return written === letter || STANDS_FOR.get(written)?.includes(letter);
  };
  return words.filter((word) => word.split("").every(reads)).map((word) => word.length);
}

/**
 * How many characters from a place on follow a row of keys; 0 when there are fewer than four.
 *
 * @param {string} text
 * @param {number} at
 * @returns {number}
 */
function rowLength(text, at) {
  let length = 4;
  while (at + length <= text.length && ROWS.some((row) => row.includes(text.slice(at, at + length)))) length += 1;
  return length > 4 ? length - 1 : 0;
}

/**
 * How many characters from a place on go up or down any alphabet; 0 when there are fewer than four.
 *
 * @param {string} text
 * @param {number} at
 * @returns {number}
 */
function stepLength(text, at) {
  const step = text.charCodeAt(at + 1) - text.charCodeAt(at);
  if (Math.abs(step) !== 1) return 0;
  let length = 2;
  while (text.charCodeAt(at + length) - text.charCodeAt(at + length - 1) === step) length += 1;
  return length >= 4 ? length : 0;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {RegExp} expression  sticky
 * @returns {number}
 */
function expressionLength(text, at, expression) {
  expression.lastIndex = at;
  return expression.exec(text)?.[0].length ?? 0;
}

/**
 * How many characters from a place on stand earlier in the text; 0 when there are fewer than three.
 *
 * @param {string} text
 * @param {number} at
 * @returns {number}
 */
function repeatLength(text, at) {
  let longest = 0;
  for (let earlier = 0; earlier < at; earlier += 1) {
    let length = 0;
    while (at + length < text.length && text[earlier + length] === text[at + length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest >= 3 ? longest : 0;
}

/**
 * The fault that covers most of a password.
 *
 * @param {readonly Piece[]} pieces
 * @returns {string}
 */
function faultOf(pieces) {
  /** @type {Map<Kind, number>} */
  const covered = new Map([["plain", 0]]);
  for (const { kind, length } of pieces)
    if (kind !== "plain") covered.set(kind, (covered.get(kind) ?? 0) + length);
  const kinds = [...covered.keys()].sort((one, other) => (covered.get(other) ?? 0) - (covered.get(one) ?? 0));
  return FAULTS[kinds[0] ?? "plain"];
}
