const LOG_SQRT_2PI = 0.9189385332046727;
/** Beyond this the tail is computed on its own: subtracting from one half would lose its digits. */
const TAIL = 2;

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x - LOG_SQRT_2PI);
}

/** The standard normal distribution function, to about 1e-14 of its value in both tails. */
export function normalCdf(x: number): number {
  if (x <= -TAIL) return normalDensity(x) * tailRatio(-x);
  if (x >= TAIL) return 1 - normalDensity(x) * tailRatio(x);
  return 0.5 + normalDensity(x) * centralSeries(x);
}

/** ln(cdf(x)), finite where the distribution function itself underflows. */
export function logNormalCdf(x: number): number {
  if (x <= -TAIL) return -0.5 * x * x - LOG_SQRT_2PI + Math.log(tailRatio(-x));
  if (x >= TAIL) return Math.log1p(-normalDensity(x) * tailRatio(x));
  return Math.log(normalCdf(x));
}

/** density(x) / cdf(x), finite for every x. */
export function densityOverCdf(x: number): number {
  return x <= -TAIL ? 1 / tailRatio(-x) : normalDensity(x) / normalCdf(x);
}

/** (cdf(x) - 1/2) / density(x) = x + x^3/3 + x^5/(3*5) + ... (Marsaglia, "Evaluating the normal distribution"). */
function centralSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** Mills' ratio (1 - cdf(x)) / density(x) for x >= 2: Laplace's continued fraction 1/(x+1/(x+2/(x+3/...))). */
function tailRatio(x: number): number {
  let denominator = x;
  for (let k = Math.ceil(20 + 300 / (x * x)); k >= 1; k--) denominator = x + k / denominator;
  return 1 / denominator;
}
