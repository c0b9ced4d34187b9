/* Classical statistical tests of the draw hash, on the orders of walk.h.
 *
 *   classic small|large GENERATOR [key 0..3] [word 0..3]
 *
 * GENERATOR is `order1` or `order2` (the hash), `reference` (a good generator: what passing looks like), or one of
 * the flawed ones, which show that the battery can fail: `lcg`, `counter` (the hash less its last round) and
 * `related` (order 1 with keys that differ too little once opened).
 *
 * The families are those of Knuth, Marsaglia and of L'Ecuyer & Simard (ACM TOMS 33(4), 2007), written anew from
 * their published definitions. The set `small` takes the sizes published for SmallCrush, and `large` repeats the
 * families at more bit positions and larger sizes; neither is a run of the TestU01 library.
 *
 * One line a statistic: the name, the statistic, the p-value of its right tail. A p-value next to 1 is printed as
 * `1 - x`, because both tails count. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "walk.h"

/* ---- The generator under test ---------------------------------------------------------------------------------- */

#define BLOCK 8192
static uint32_t buffer[BLOCK];
static uint32_t at = BLOCK;
static uint64_t drawn;
static Walk walk;
static void (*refill)(void);

static void refill_walk(void) {
  for (int i = 0; i < BLOCK; i++) buffer[i] = walk_next(&walk);
}

static uint64_t reference_state = 0x243f6a8885a308d3u;

/* The 64-bit generator of Steele, Lea & Flood (2014); only its upper half is used. */
static void refill_reference(void) {
  for (int i = 0; i < BLOCK; i++) {
    uint64_t z = reference_state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    buffer[i] = (uint32_t)((z ^ (z >> 31)) >> 32);
  }
}

static uint32_t lcg_state = 1;

static void refill_lcg(void) {
  for (int i = 0; i < BLOCK; i++) buffer[i] = lcg_state = lcg_state * 69069u + 1u;
}

static uint32_t counter;

static void refill_counter(void) {
  for (int i = 0; i < BLOCK; i++) {
    uint32_t h = counter++;
    h = (h ^ (h >> 17)) * 0xed5ad4bbu;
    h = (h ^ (h >> 11)) * 0xac4c1b51u;
    buffer[i] = h ^ (h >> 15);
  }
}

static void refill_related(void) {
  for (int i = 0; i < BLOCK; i++) {
    buffer[i] = draw_bits(0x243f6a88u + (counter & 3), 0x85a308d3u + (counter >> 14), (counter >> 4) & 1023, (counter >> 2) & 3);
    counter++;
  }
}

static inline uint32_t next(void) {
  if (at == BLOCK) {
    refill();
    at = 0;
    drawn += BLOCK;
  }
  return buffer[at++];
}

/* `s` bits of the next word, after the `r` uppermost are dropped. */
static inline uint32_t next_bits(int r, int s) { return (next() << r) >> (32 - s); }

/* The next word less its `r` uppermost bits, as a number in [0, 1). */
static inline double next_unit(int r) { return (double)(next() << r) * (1.0 / 4294967296.0); }

/* ---- Distributions --------------------------------------------------------------------------------------------- */

static double log_gamma(double x) {
  int sign;
  return lgamma_r(x, &sign);
}

/* The regularised incomplete gamma functions: P (lower) and Q (upper), each accurate where it is small. */
static void incomplete_gamma(double s, double x, double *lower, double *upper) {
  if (x <= 0) {
    *lower = 0;
    *upper = 1;
    return;
  }
  double front = exp(s * log(x) - x - log_gamma(s));
  if (x < s + 1) {
    double term = 1 / s, sum = term;
    for (int i = 1; i < 1000000 && term > sum * 1e-17; i++) sum += term *= x / (s + i);
    *lower = front * sum;
    *upper = 1 - *lower;
  } else {
    double b = x + 1 - s, c = 1e300, d = 1 / b, h = d;
    for (int i = 1; i < 1000000; i++) {
      double an = -i * (i - s);
      b += 2;
      d = 1 / (an * d + b);
      c = b + an / c;
      h *= d * c;
      if (fabs(d * c - 1) < 1e-16) break;
    }
    *upper = front * h;
    *lower = 1 - *upper;
  }
}

static int statistics, unusual, failures;

static void report(const char *name, double value, double left, double right) {
  double tail = left < right ? left : right;
  statistics++;
  if (tail < 1e-3) unusual++;
  if (tail < 1e-10) failures++;
  const char *mark = tail < 1e-10 ? "  FAILED" : tail < 1e-4 ? "  suspect" : tail < 1e-3 ? "  unusual" : "";
  if (left < 1e-3) printf("%-58s %16.6g  1 - %-10.3g%s\n", name, value, left, mark);
  else printf("%-58s %16.6g  %-14.6g%s\n", name, value, right, mark);
  fflush(stdout);
}

static void report_normal(const char *name, double z) { report(name, z, erfc(-z / sqrt(2)) / 2, erfc(z / sqrt(2)) / 2); }

static void report_chi2(const char *name, double chi2, double dof) {
  double lower, upper;
  incomplete_gamma(dof / 2, chi2 / 2, &lower, &upper);
  report(name, chi2, lower, upper);
}

/* The count is discrete: of the two tails, which both hold it, the other is made from the smaller one. */
static void report_poisson(const char *name, uint64_t y, double mean) {
  double lower, upper, at_least, at_most, unused;
  incomplete_gamma((double)y + 1, mean, &unused, &at_most); /* P(Y <= y) */
  if (y == 0) at_least = 1;
  else {
    incomplete_gamma((double)y, mean, &at_least, &unused); /* P(Y >= y) */
  }
  if (at_least < at_most) upper = at_least, lower = 1 - upper;
  else lower = at_most, upper = 1 - lower;
  if (at_least > 0.4 && at_most > 0.4) lower = upper = 0.5;
  report(name, (double)y, lower, upper);
}

static double log_choose(double n, double k) { return log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1); }

/* Chi-square of counts against probabilities. Cells of a low expected count are joined with their neighbours, in
 * order, so that the chi-square distribution holds. */
static double chi2_merged(const uint64_t *count, const double *probability, int cells, double n, double *dof) {
  double chi2 = 0, e = 0, o = 0, last_e = 0, last_o = 0;
  int joined = 0;
  for (int i = 0; i < cells; i++) {
    e += n * probability[i];
    o += (double)count[i];
    if (e >= 10) {
      if (joined) chi2 += (last_o - last_e) * (last_o - last_e) / last_e;
      last_e = e;
      last_o = o;
      joined++;
      e = o = 0;
    }
  }
  last_e += e;
  last_o += o;
  chi2 += (last_o - last_e) * (last_o - last_e) / last_e;
  *dof = joined - 1;
  return chi2;
}

static void report_cells(const char *name, const uint64_t *count, const double *probability, int cells, double n) {
  double dof, chi2 = chi2_merged(count, probability, cells, n, &dof);
  report_chi2(name, chi2, dof);
}

static void *room(size_t n, size_t size) {
  void *p = calloc(n, size);
  if (!p) {
    fprintf(stderr, "classic: out of memory\n");
    exit(1);
  }
  return p;
}

static char title[128];
#define NAME(...) (snprintf(title, sizeof title, __VA_ARGS__), title)

static void sort64(uint64_t *v, uint64_t *other, size_t n, int bits) {
  enum { RADIX = 11 };
  static size_t start[1 << RADIX];
  uint64_t *from = v, *to = other;
  for (int shift = 0; shift < bits; shift += RADIX) {
    memset(start, 0, sizeof start);
    for (size_t i = 0; i < n; i++) start[(from[i] >> shift) & ((1 << RADIX) - 1)]++;
    size_t sum = 0;
    for (int i = 0; i < 1 << RADIX; i++) {
      size_t c = start[i];
      start[i] = sum;
      sum += c;
    }
    for (size_t i = 0; i < n; i++) to[start[(from[i] >> shift) & ((1 << RADIX) - 1)]++] = from[i];
    uint64_t *swap = from;
    from = to;
    to = swap;
  }
  if (from != v) memcpy(v, from, n * sizeof *v);
}

static uint64_t next_point(int r, int s, int t) {
  uint64_t p = 0;
  for (int j = 0; j < t; j++) p = p << s | next_bits(r, s);
  return p;
}

/* ---- The families ---------------------------------------------------------------------------------------------- */

/* Equal spacings between n birthdays in a year of 2^(s t) days. */
static void birthday(int repeats, size_t n, int r, int s, int t) {
  uint64_t *v = room(n, 8), *w = room(n, 8), equal = 0;
  for (int rep = 0; rep < repeats; rep++) {
    for (size_t i = 0; i < n; i++) v[i] = next_point(r, s, t);
    sort64(v, w, n, s * t);
    for (size_t i = n - 1; i > 0; i--) v[i] -= v[i - 1];
    sort64(v + 1, w, n - 1, s * t);
    for (size_t i = 2; i < n; i++) equal += v[i] == v[i - 1];
  }
  free(v);
  free(w);
  double mean = repeats * exp(3 * log((double)n) - (s * t + 2) * log(2));
  report_poisson(NAME("birthday spacings r=%d s=%d t=%d n=%zu x%d", r, s, t, n, repeats), equal, mean);
}

/* Collisions of n points thrown into 2^(s t) cells. */
static void collision(int repeats, size_t n, int r, int s, int t) {
  uint64_t *v = room(n, 8), *w = room(n, 8), hits = 0;
  for (int rep = 0; rep < repeats; rep++) {
    for (size_t i = 0; i < n; i++) v[i] = next_point(r, s, t);
    sort64(v, w, n, s * t);
    for (size_t i = 1; i < n; i++) hits += v[i] == v[i - 1];
  }
  free(v);
  free(w);
  double k = ldexp(1, s * t), load = (double)n / k;
  /* n - k + k (1 - 1/k)^n by its series: the plain form loses its digits to cancellation */
  double mean = 0, term = (double)n;
  for (int j = 2; j < 40; j++) mean += (j % 2 ? -1 : 1) * (term *= ((double)n - j + 1) / (j * k));
  double empty = exp(-load), variance = load < 1e-3 ? mean : k * empty * (1 - (1 + load) * empty);
  const char *name = NAME("collisions r=%d s=%d t=%d n=%zu x%d", r, s, t, n, repeats);
  if (load < 1e-3 || mean * repeats < 100) report_poisson(name, hits, mean * repeats);
  else report_normal(name, ((double)hits - repeats * mean) / sqrt(repeats * variance));
}

/* Points counted in all the 2^(s t) cells. */
static void serial(size_t n, int r, int s, int t) {
  size_t cells = (size_t)1 << (s * t);
  uint32_t *count = room(cells, 4);
  for (size_t i = 0; i < n; i++) count[next_point(r, s, t)]++;
  double expected = (double)n / (double)cells, chi2 = 0;
  for (size_t i = 0; i < cells; i++) chi2 += (count[i] - expected) * (count[i] - expected) / expected;
  free(count);
  report_chi2(NAME("serial r=%d s=%d t=%d n=%zu", r, s, t, n), chi2, (double)cells - 1);
}

/* The lengths of the gaps between visits to [low, low + width). */
static void gap(size_t n, int r, double low, double width) {
  int cells = (int)(40 / width);
  uint64_t *count = room(cells + 1, 8);
  double *p = room(cells + 1, 8);
  for (size_t i = 0; i < n; i++) {
    int length = 0;
    for (;;) {
      double u = next_unit(r);
      if (u >= low && u < low + width) break;
      length++;
    }
    count[length < cells ? length : cells]++;
  }
  for (int i = 0; i < cells; i++) p[i] = width * pow(1 - width, i);
  p[cells] = pow(1 - width, cells);
  report_cells(NAME("gap r=%d [%g, %g) n=%zu", r, low, low + width, n), count, p, cells + 1, (double)n);
  free(count);
  free(p);
}

/* The number of different values among k values of `s` bits. */
static void poker(size_t n, int r, int s, int k) {
  int d = 1 << s, most = d < k ? d : k;
  uint64_t *count = room(most + 1, 8);
  double *p = room(most + 1, 8);
  uint32_t *seen = room(d, 4), mark = 0;
  for (size_t i = 0; i < n; i++) {
    int different = 0;
    mark++;
    for (int j = 0; j < k; j++) {
      uint32_t v = next_bits(r, s);
      different += seen[v] != mark;
      seen[v] = mark;
    }
    count[different]++;
  }
  p[0] = 1;
  for (int j = 0; j < k; j++)
    for (int m = most; m >= 0; m--) p[m] = p[m] * m / d + (m ? p[m - 1] * (d - m + 1) / d : 0);
  report_cells(NAME("poker r=%d s=%d k=%d n=%zu", r, s, k, n), count, p, most + 1, (double)n);
  free(count);
  free(p);
  free(seen);
}

/* The number of values of `s` bits needed until each has come. */
static void coupon(size_t n, int r, int s) {
  int d = 1 << s, cells = 60 * d;
  uint64_t *count = room(cells + 1, 8);
  double *p = room(cells + 1, 8), *state = room(d + 1, 8);
  uint32_t *seen = room(d, 4), mark = 0;
  for (size_t i = 0; i < n; i++) {
    int missing = d, length = 0;
    mark++;
    while (missing) {
      uint32_t v = next_bits(r, s);
      missing -= seen[v] != mark;
      seen[v] = mark;
      length++;
    }
    count[length < cells ? length : cells]++;
  }
  state[0] = 1;
  double rest = 1;
  for (int j = 1; j < cells; j++) {
    p[j] = state[d - 1] / d;
    rest -= p[j];
    for (int m = d - 1; m >= 0; m--) state[m] = state[m] * m / d + (m ? state[m - 1] * (d - m + 1) / d : 0);
  }
  p[cells] = rest > 0 ? rest : 0;
  report_cells(NAME("coupon collector r=%d s=%d n=%zu", r, s, n), count, p, cells + 1, (double)n);
  free(count);
  free(p);
  free(state);
  free(seen);
}

static int ascending(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return a < b ? -1 : a > b;
}

/* The tail of the Anderson-Darling statistic: the limit law of Marsaglia & Marsaglia (2004). */
static double anderson_darling_upper(double z) {
  if (z <= 0) return 1;
  if (z < 2)
    return 1 - exp(-1.2337141 / z) / sqrt(z) *
                   (2.00012 + (.247105 - (.0649821 - (.0347962 - (.011672 - .00168691 * z) * z) * z) * z) * z);
  if (z > 6) return exp(-1.06 * z - .56); /* close, and only far out, where no exact value matters */
  return 1 - exp(-exp(1.0776 - (2.30695 - (.43424 - (.082433 - (.008056 - .0003146 * z) * z) * z) * z) * z));
}

/* The largest of t numbers, to the power t, is uniform. */
static void max_of(size_t n, int r, int t, int cells) {
  double *v = room(n, 8);
  uint32_t *count = room(cells, 4);
  for (size_t i = 0; i < n; i++) {
    uint32_t most = 0;
    for (int j = 0; j < t; j++) {
      uint32_t u = next() << r;
      if (u > most) most = u;
    }
    v[i] = pow((most + ldexp(0.5, r)) / 4294967296.0, t);
    count[(int)(v[i] * cells)]++;
  }
  double expected = (double)n / cells, chi2 = 0;
  for (int i = 0; i < cells; i++) chi2 += (count[i] - expected) * (count[i] - expected) / expected;
  report_chi2(NAME("max of %d, cells r=%d n=%zu", t, r, n), chi2, cells - 1);
  qsort(v, n, sizeof *v, ascending);
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (2.0 * i + 1) * (log(v[i]) + log1p(-v[n - 1 - i]));
  double z = -(double)n - sum / (double)n, upper = anderson_darling_upper(z);
  report(NAME("max of %d, Anderson-Darling r=%d n=%zu", t, r, n), z, 1 - upper, upper);
  free(v);
  free(count);
}

/* How many of k numbers fall in [low, low + width). */
static void weight(size_t n, int r, int k, double low, double width) {
  uint64_t *count = room(k + 1, 8);
  double *p = room(k + 1, 8);
  for (size_t i = 0; i < n; i++) {
    int hits = 0;
    for (int j = 0; j < k; j++) {
      double u = next_unit(r);
      hits += u >= low && u < low + width;
    }
    count[hits]++;
  }
  for (int i = 0; i <= k; i++) p[i] = exp(log_choose(k, i) + i * log(width) + (k - i) * log1p(-width));
  report_cells(NAME("weight r=%d [%g, %g) k=%d n=%zu", r, low, low + width, k, n), count, p, k + 1, (double)n);
  free(count);
  free(p);
}

/* A string of bits: `s` bits of each word after the `r` uppermost, most significant first. */
typedef struct {
  int r, s, left;
  uint32_t word;
} Bits;

static inline uint32_t next_bit(Bits *b) {
  if (!b->left) {
    b->word = next_bits(b->r, b->s);
    b->left = b->s;
  }
  return (b->word >> --b->left) & 1;
}

/* The rank of random bit matrices, size x size. */
static void rank(size_t n, int r, int s, int size) {
  int words = (size + 63) / 64;
  uint64_t *m = room((size_t)size * words, 8);
  uint64_t count[9] = {0};
  double p[9];
  Bits bits = {r, s, 0, 0};
  for (size_t i = 0; i < n; i++) {
    memset(m, 0, (size_t)size * words * 8);
    for (int row = 0; row < size; row++)
      for (int col = 0; col < size; col++) m[row * words + col / 64] |= (uint64_t)next_bit(&bits) << (col % 64);
    int found = 0;
    for (int col = 0; col < size && found < size; col++) {
      int pivot = found;
      while (pivot < size && !(m[pivot * words + col / 64] >> (col % 64) & 1)) pivot++;
      if (pivot == size) continue;
      for (int w = 0; w < words; w++) {
        uint64_t x = m[pivot * words + w];
        m[pivot * words + w] = m[found * words + w];
        m[found * words + w] = x;
      }
      for (int row = found + 1; row < size; row++)
        if (m[row * words + col / 64] >> (col % 64) & 1)
          for (int w = col / 64; w < words; w++) m[row * words + w] ^= m[found * words + w];
      found++;
    }
    int lost = size - found;
    count[8 - (lost < 8 ? lost : 8)]++;
  }
  for (int lost = 0; lost <= 8; lost++) {
    int k = size - lost;
    double l = -(double)lost * lost * log(2);
    for (int i = 0; i < k; i++) l += 2 * log1p(-ldexp(1, i - size)) - log1p(-ldexp(1, i - k));
    p[8 - lost] = exp(l);
  }
  report_cells(NAME("matrix rank %dx%d r=%d s=%d n=%zu", size, size, r, s, n), count, p, 9, (double)n);
  free(m);
}

static int next_weight(int r, int s, int length) {
  int ones = 0;
  for (int left = length; left > 0; left -= s) {
    uint32_t v = next_bits(r, s);
    if (left < s) v >>= s - left;
    ones += __builtin_popcount(v);
  }
  return ones;
}

/* The numbers of ones in pairs of strings: jointly by cells, and their correlation. */
static void hamming(size_t n, int r, int s, int length) {
  size_t side = length + 1;
  uint64_t *count = room(side * side, 8);
  double *p = room(side, 8), product = 0, half = length / 2.0;
  for (size_t i = 0; i < n; i++) {
    int x = next_weight(r, s, length), y = next_weight(r, s, length);
    count[x * side + y]++;
    product += (x - half) * (y - half);
  }
  for (int i = 0; i <= length; i++) p[i] = exp(log_choose(length, i) - length * log(2));
  double chi2 = 0, rest_e = (double)n, rest_o = (double)n;
  size_t cells = 0;
  for (size_t x = 0; x < side; x++)
    for (size_t y = 0; y < side; y++) {
      double e = (double)n * p[x] * p[y], o = (double)count[x * side + y];
      if (e < 10) continue;
      chi2 += (o - e) * (o - e) / e;
      rest_e -= e;
      rest_o -= o;
      cells++;
    }
  if (rest_e >= 10) {
    chi2 += (rest_o - rest_e) * (rest_o - rest_e) / rest_e;
    cells++;
  }
  report_chi2(NAME("Hamming independence r=%d s=%d L=%d n=%zu", r, s, length, n), chi2, (double)cells - 1);
  report_normal(NAME("Hamming correlation r=%d s=%d L=%d n=%zu", r, s, length, n),
                product / (length / 4.0 * sqrt((double)n)));
  free(count);
  free(p);
}

/* Walks of `length` (even) steps: where they end, their maximum, the time above zero, returns, changes of sign. */
static void random_walk(size_t n, int r, int s, int length) {
  static const char *const part[5] = {"end", "maximum", "time above", "returns", "sign changes"};
  uint64_t *count[5];
  double *p[5];
  for (int i = 0; i < 5; i++) count[i] = room(length + 1, 8), p[i] = room(length + 1, 8);
  for (size_t i = 0; i < n; i++) {
    int place = 0, most = 0, above = 0, returns = 0, changes = 0, side = 0;
    Bits bits = {r, s, 0, 0};
    for (int j = 0; j < length; j++) {
      int before = place;
      place += next_bit(&bits) ? 1 : -1;
      if (place > most) most = place;
      above += place > 0 || before > 0;
      if (place == 0) returns++;
      else {
        int now = place > 0 ? 1 : -1;
        changes += side == -now;
        side = now;
      }
    }
    count[0][(place + length) / 2]++;
    count[1][most]++;
    count[2][above / 2]++;
    count[3][returns]++;
    count[4][changes]++;
  }
  int half = length / 2;
  double unit = length * log(2);
  for (int i = 0; i <= length; i++) p[0][i] = exp(log_choose(length, i) - unit);
  for (int i = 0; i <= length; i++) p[1][i] = exp(log_choose(length, (length + i + 1) / 2) - unit);
  for (int i = 0; i <= half; i++)
    p[2][i] = exp(log_choose(2 * i, i) + log_choose(length - 2 * i, half - i) - unit);
  for (int i = 0; i <= half; i++) p[3][i] = exp(log_choose(length - i, half) + (i - length) * log(2));
  for (int i = 0; i < half; i++) p[4][i] = 2 * exp(log_choose(length - 1, half + i) - (length - 1) * log(2));
  for (int i = 0; i < 5; i++) {
    report_cells(NAME("random walk, %s r=%d s=%d L=%d n=%zu", part[i], r, s, length, n), count[i], p[i], length + 1,
                 (double)n);
    free(count[i]);
    free(p[i]);
  }
}

/* The order of t numbers, each of the t! alike. Ties are too rare among 32-bit numbers to be seen. */
static void permutation(size_t n, int r, int t) {
  size_t cells = 1;
  for (int i = 2; i <= t; i++) cells *= i;
  uint32_t *count = room(cells, 4), v[16];
  for (size_t i = 0; i < n; i++) {
    size_t index = 0;
    for (int j = 0; j < t; j++) {
      v[j] = next() << r;
      int smaller = 0;
      for (int m = 0; m < j; m++) smaller += v[m] < v[j];
      index = index * (j + 1) + smaller;
    }
    count[index]++;
  }
  double expected = (double)n / (double)cells, chi2 = 0;
  for (size_t i = 0; i < cells; i++) chi2 += (count[i] - expected) * (count[i] - expected) / expected;
  free(count);
  report_chi2(NAME("permutation r=%d t=%d n=%zu", r, t, n), chi2, (double)cells - 1);
}

/* The lengths of ascending runs. The number that ends a run is left out, which makes runs independent. */
static void runs_up(size_t n, int r) {
  uint64_t count[16] = {0};
  double p[16] = {0}, factorial = 1;
  for (size_t i = 0; i < n; i++) {
    int length = 1;
    uint32_t last = next() << r;
    for (;;) {
      uint32_t v = next() << r;
      if (v < last) break;
      last = v;
      length++;
    }
    count[length < 15 ? length : 15]++;
  }
  for (int i = 1; i < 15; i++) {
    factorial *= i;
    p[i] = 1 / factorial - 1 / (factorial * (i + 1));
  }
  report_cells(NAME("runs up r=%d n=%zu", r, n), count, p, 16, (double)n);
}

/* The greatest common divisor of two numbers. */
static void divisor(size_t n, int r, int s) {
  enum { CELLS = 2000 };
  static uint64_t count[CELLS + 1];
  static double p[CELLS + 1];
  memset(count, 0, sizeof count);
  double rest = 1;
  for (size_t i = 0; i < n; i++) {
    uint32_t x = next_bits(r, s), y = next_bits(r, s);
    while (y) {
      uint32_t z = x % y;
      x = y;
      y = z;
    }
    count[x && x < CELLS ? x : CELLS]++;
  }
  p[0] = 0;
  for (int i = 1; i < CELLS; i++) {
    p[i] = 6 / (M_PI * M_PI * i * (double)i);
    rest -= p[i];
  }
  p[CELLS] = rest;
  report_cells(NAME("greatest common divisor r=%d s=%d n=%zu", r, s, n), count, p, CELLS + 1, (double)n);
}

/* The linear complexity of bit strings of 1,000 bits, in the classes of NIST SP 800-22. */
static void linear_complexity(size_t n, int r, int s) {
  enum { M = 1000, WORDS = M / 64 + 2 };
  static const double p[7] = {1.0 / 96, 1.0 / 32, 1.0 / 8, 1.0 / 2, 1.0 / 4, 1.0 / 16, 1.0 / 48};
  uint64_t count[7] = {0};
  Bits bits = {r, s, 0, 0};
  for (size_t i = 0; i < n; i++) {
    /* Berlekamp-Massey. `recent` holds the bits seen, the newest lowest, as the connection polynomial c meets them. */
    uint64_t c[WORDS] = {1}, b[WORDS] = {1}, save[WORDS], recent[WORDS] = {0};
    int length = 0, since = 1;
    for (int j = 0; j < M; j++) {
      for (int w = WORDS - 1; w > 0; w--) recent[w] = recent[w] << 1 | recent[w - 1] >> 63;
      recent[0] = recent[0] << 1 | next_bit(&bits);
      uint64_t sum = 0;
      for (int w = 0; w < WORDS; w++) sum ^= c[w] & recent[w];
      if (!__builtin_parityll(sum)) {
        since++;
        continue;
      }
      memcpy(save, c, sizeof c);
      int whole = since / 64, part = since % 64;
      for (int w = WORDS - 1; w >= whole; w--)
        c[w] ^= b[w - whole] << part | (part && w > whole ? b[w - whole - 1] >> (64 - part) : 0);
      if (2 * length <= j) {
        length = j + 1 - length;
        memcpy(b, save, sizeof b);
        since = 1;
      } else since++;
    }
    double t = length - (M / 2.0 + 4.0 / 18) + 2.0 / 9;
    int cell = t <= -2.5 ? 0 : t <= -1.5 ? 1 : t <= -0.5 ? 2 : t <= 0.5 ? 3 : t <= 1.5 ? 4 : t <= 2.5 ? 5 : 6;
    count[cell]++;
  }
  report_cells(NAME("linear complexity r=%d s=%d n=%zu", r, s, n), count, p, 7, (double)n);
}

/* Serial correlation of the numbers themselves at a distance of `lag` words. */
static void correlation(size_t n, int r, int lag) {
  double *past = room(lag, 8), sum = 0;
  for (int i = 0; i < lag; i++) past[i] = next_unit(r) - 0.5;
  for (size_t i = 0; i < n; i++) {
    double u = next_unit(r) - 0.5;
    sum += u * past[i % lag];
    past[i % lag] = u;
  }
  free(past);
  report_normal(NAME("correlation r=%d lag=%d n=%zu", r, lag, n), sum * 12 / sqrt((double)n));
}

/* The 32 x 32 agreements of a bit of one word with a bit of the word `lag` later: all of them together, and the
 * one furthest off. The lags are chosen so that the two words are neighbours in key, k, agent, stream or week. */
static void bit_pairs(size_t n, int lag) {
  uint32_t *past = room(lag, 4);
  uint64_t agree[32][32] = {{0}};
  for (int i = 0; i < lag; i++) past[i] = next();
  size_t place = 0, rounds = n / 255;
  for (size_t round = 0; round < rounds; round++) {
    uint32_t part[32][8] = {{0}}; /* four one-byte counters a word, emptied before any can overflow */
    for (int i = 0; i < 255; i++) {
      uint32_t x = past[place], y = next();
      past[place] = y;
      if (++place == (size_t)lag) place = 0;
      for (int turn = 0; turn < 32; turn++) {
        uint32_t same = ~(x ^ (y << turn | y >> ((32 - turn) & 31)));
        for (int j = 0; j < 8; j++) part[turn][j] += same >> j & 0x01010101u;
      }
    }
    for (int turn = 0; turn < 32; turn++)
      for (int bit = 0; bit < 32; bit++) agree[turn][bit] += part[turn][bit % 8] >> (bit & ~7) & 255;
  }
  free(past);
  double chi2 = 0, furthest = 0, total = (double)(rounds * 255);
  for (int turn = 0; turn < 32; turn++)
    for (int bit = 0; bit < 32; bit++) {
      double z = (2 * (double)agree[turn][bit] - total) / sqrt(total);
      chi2 += z * z;
      if (fabs(z) > furthest) furthest = fabs(z);
    }
  report_chi2(NAME("bit pairs, all, lag=%d n=%zu", lag, n), chi2, 1024);
  double upper = -expm1(1024 * log1p(-erfc(furthest / sqrt(2))));
  report(NAME("bit pairs, furthest, lag=%d n=%zu", lag, n), furthest, 1 - upper, upper);
}

/* The exclusive or, and the difference, of words `lag` apart: 16 bits of them after the `r` uppermost. */
static void differences(size_t n, int r, int lag) {
  enum { CELLS = 1 << 16 };
  uint32_t *past = room(lag, 4), *either = room(CELLS, 4), *minus = room(CELLS, 4);
  for (int i = 0; i < lag; i++) past[i] = next();
  for (size_t i = 0, place = 0; i < n; i++) {
    uint32_t x = past[place], y = next();
    past[place] = y;
    if (++place == (size_t)lag) place = 0;
    either[(x ^ y) << r >> 16]++;
    minus[(y - x) << r >> 16]++;
  }
  double e = (double)n / CELLS, chi2_either = 0, chi2_minus = 0;
  for (int i = 0; i < CELLS; i++) {
    chi2_either += (either[i] - e) * (either[i] - e) / e;
    chi2_minus += (minus[i] - e) * (minus[i] - e) / e;
  }
  free(past);
  free(either);
  free(minus);
  report_chi2(NAME("exclusive or r=%d lag=%d n=%zu", r, lag, n), chi2_either, CELLS - 1);
  report_chi2(NAME("difference r=%d lag=%d n=%zu", r, lag, n), chi2_minus, CELLS - 1);
}

/* ---- The sets -------------------------------------------------------------------------------------------------- */

/* The distances, in outputs, of neighbours in the two orders: key 1..3, then order 1 / order 2: k or week 4,
 * agent 16, stream 16384 / 4096, k 73728, week or agent 294912. */
static const int lags[] = {1, 2, 3, 4, 8, 16, 4096, 16384, 73728, 294912};
enum { LAGS = sizeof lags / sizeof *lags };

static void small(void) {
  birthday(1, 5000000, 0, 30, 2);
  collision(1, 5000000, 0, 16, 2);
  gap(200000, 22, 0, 1.0 / 256);
  poker(400000, 24, 6, 64);
  coupon(500000, 26, 4);
  max_of(2000000, 0, 6, 100000);
  weight(200000, 27, 256, 0, 0.125);
  rank(20000, 20, 10, 60);
  hamming(500000, 20, 10, 300);
  random_walk(1000000, 0, 30, 150);
  for (int i = 0; i < LAGS; i++) bit_pairs(2000000, lags[i]);
}

static void large(void) {
  birthday(10, 10000000, 0, 31, 2);
  birthday(10, 10000000, 1, 31, 2);
  for (int r = 0; r <= 12; r += 4) birthday(5, 10000000, r, 20, 3);
  for (int r = 0; r <= 16; r += 4) birthday(5, 10000000, r, 16, 4); /* 2^64 days */
  for (int r = 0; r <= 24; r += 8) birthday(5, 10000000, r, 8, 7);
  for (int r = 0; r <= 28; r += 4) birthday(3, 10000000, r, 4, 16);
  for (int r = 0; r <= 16; r += 8) collision(10, 20000000, r, 16, 2);
  for (int r = 0; r <= 12; r += 6) collision(10, 10000000, r, 20, 2);
  for (int r = 0; r <= 20; r += 10) collision(10, 10000000, r, 10, 3);
  for (int r = 0; r <= 24; r += 8) collision(10, 10000000, r, 8, 4);
  for (int r = 0; r <= 28; r += 4) collision(5, 10000000, r, 4, 8);
  for (int r = 0; r <= 31; r += 1) collision(1, 10000000, r, 1, 32);
  for (int r = 0; r <= 20; r += 10) serial(200000000, r, 12, 2);
  for (int r = 0; r <= 24; r += 6) serial(100000000, r, 6, 4);
  for (int r = 0; r <= 28; r += 4) serial(100000000, r, 3, 8);
  for (int r = 0; r <= 31; r += 3) serial(100000000, r, 1, 20);
  serial(400000000, 0, 24, 1);
  serial(400000000, 8, 24, 1);
  for (int r = 0; r <= 24; r += 6) gap(2000000, r, 0, 1.0 / 256);
  gap(1000000, 0, 0.25, 1.0 / 32);
  gap(1000000, 20, 0.75, 1.0 / 32);
  for (int r = 0; r <= 24; r += 6) poker(10000000, r, 6, 64);
  for (int r = 0; r <= 28; r += 4) poker(20000000, r, 4, 16);
  for (int r = 0; r <= 28; r += 4) coupon(10000000, r, 4);
  for (int r = 0; r <= 30; r += 10) coupon(10000000, r, 2);
  max_of(10000000, 0, 5, 100000);
  max_of(10000000, 0, 10, 100000);
  max_of(10000000, 0, 24, 100000);
  for (int r = 0; r <= 28; r += 7) weight(2000000, r, 256, 0, 0.125);
  for (int r = 0; r <= 28; r += 7) weight(2000000, r, 256, 0.25, 0.25);
  rank(1000000, 0, 30, 60);
  rank(1000000, 20, 10, 60);
  rank(50000, 0, 32, 300);
  rank(50000, 24, 4, 300);
  rank(2000, 0, 1, 1200);
  rank(2000, 31, 1, 1200);
  for (int r = 0; r <= 20; r += 10) hamming(50000000, r, 10, 30);
  for (int r = 0; r <= 24; r += 8) hamming(10000000, r, 8, 304);
  hamming(10000000, 0, 30, 1200);
  hamming(100000000, 0, 32, 32);
  hamming(10000000, 31, 1, 64);
  for (int r = 0; r <= 20; r += 10) random_walk(20000000, r, 10, 150);
  random_walk(5000000, 0, 30, 1000);
  random_walk(2000000, 31, 1, 128);
  permutation(50000000, 0, 5);
  permutation(50000000, 0, 8);
  permutation(100000000, 0, 10);
  permutation(50000000, 8, 7);
  runs_up(200000000, 0);
  runs_up(200000000, 6);
  divisor(50000000, 0, 30);
  divisor(50000000, 10, 22);
  for (int r = 0; r <= 31; r += 31) linear_complexity(100000, r, 1);
  linear_complexity(100000, 0, 32);
  for (int i = 0; i < LAGS; i++) {
    correlation(500000000, 0, lags[i]);
    correlation(100000000, 16, lags[i]);
    bit_pairs(100000000, lags[i]);
    differences(200000000, 0, lags[i]);
    differences(200000000, 16, lags[i]);
  }
}

int main(int argc, char **argv) {
  const char *set = argc > 1 ? argv[1] : "", *generator = argc > 2 ? argv[2] : "";
  int key = argc > 3 ? atoi(argv[3]) : 0, word = argc > 4 ? atoi(argv[4]) : 0;
  if (!strcmp(generator, "order1") || !strcmp(generator, "order2")) refill = refill_walk;
  if (!strcmp(generator, "reference")) refill = refill_reference;
  if (!strcmp(generator, "lcg")) refill = refill_lcg;
  if (!strcmp(generator, "counter")) refill = refill_counter;
  if (!strcmp(generator, "related")) refill = refill_related;
  int is_small = !strcmp(set, "small");
  if (!refill || (!is_small && strcmp(set, "large")) || key < 0 || key > 3 || word < 0 || word > 3) {
    fprintf(stderr, "usage: classic small|large order1|order2|reference|lcg|counter|related [key 0..3] [word 0..3]\n");
    return 2;
  }
  if (refill == refill_walk) walk_start(&walk, walk_key[key], word, generator[5] - '0');
  time_t start = time(NULL);
  if (is_small) small();
  else large();
  printf("summary: %s %s key %d word %d: %d statistics, %d outside [0.001, 0.999], %d outside [1e-10, 1 - 1e-10]; "
         "%.3g draws, %ld s\n",
         set, generator, key, word, statistics, unusual, failures, (double)drawn, (long)(time(NULL) - start));
  return failures ? 1 : 0;
}
