// Error correction of QR codes: Reed–Solomon over GF(2⁸) (ISO/IEC 18004:2024, 7.5.2 and Annex A).

/** x⁸ + x⁴ + x³ + x² + 1, of which α = x is a primitive root. */
const FIELD = 0x11d;

/**
 * The product of two elements of the field.
 *
 * @param {number} one    a byte
 * @param {number} other  a byte
 * @returns {number}
 */
export function multiply(one, other) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ (product & 0x80 ? FIELD : 0);
    if ((other >> bit) & 1) product ^= one;
  }
  return product;
}

/**
 * The error correction codewords of one block: the remainder when data(x)·xⁿ is divided by the generator.
 *
 * @param {Uint8Array} data
 * @param {number} count  n, how many codewords
 * @returns {Uint8Array}
 */
export function errorCorrection(data, count) {
  const divisor = generator(count);
  const remainder = new Uint8Array(count);
  for (const codeword of data) {
    const factor = codeword ^ Number(remainder[0]);
    remainder.copyWithin(0, 1);
    remainder[count - 1] = 0;
    divisor.forEach((coefficient, place) => {
      remainder[place] = Number(remainder[place]) ^ multiply(coefficient, factor);
    });
  }
  return remainder;
}

/**
 * (x − α⁰)(x − α¹)…(x − αⁿ⁻¹), its coefficients from xⁿ⁻¹ down; that of xⁿ is 1 and left out.
 *
 * @param {number} degree  n
 * @returns {number[]}
 */
function generator(degree) {
  let coefficients = [1];
  let root = 1;
  for (let factor = 0; factor < degree; factor += 1) {
    const shifted = [...coefficients, 0];
    coefficients = shifted.map((each, place) => each ^ multiply(coefficients[place - 1] ?? 0, root));
    root = multiply(root, 2);
  }
  return coefficients.slice(1);
}
