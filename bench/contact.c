/*
 * The contact step inside schools in C, pass for pass as in sim/mechanisms/, on arrays that bench/dump.ts
 * wrote: the yardstick for the speed of the simulation. It works in double precision and keeps f32 and u8
 * columns as the simulation does, so that it ends in the very same bits; bench/main.ts checks that it does.
 *
 *   gcc -O3 -ffp-contract=off contact.c -lm -o contact && ./contact <dump> <weeks> <result>
 *
 * prints the encounters and successes of a run of that many weeks, then, a line each, the processor time of every
 * week in nanoseconds, and writes the arrays as they are in the end.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "draw/hash.h"

enum { TIES = 16, INSIDE = 8, CELLS = 4096, PASSES = 7 };
enum { COLLEAGUE = 3, ENCOUNTER = 4, LEARNING = 5 }; /* streams */

/* Everything below comes from the dump, in this order. */
static struct {
  int32_t magic, staff, schools, batch, fading, innovations, made, reserved;
  int32_t key[4];
} head;
static struct {
  double exploration;
  double gain, firstInside, propensityWeight, contractCost, memory;
  double convergence;
  double ease, trustWeight, understandingWeight, facilitationWeight, guardWeight, overloadWeight, contractSubstitution;
  double rate, innovationRate;
} p;
static double *trustLeft, *strengthLeft, *hurt, *understandingOf, *noveltyOf, *logitOf;
static int32_t *schoolFirst, *schoolPosts;
static float *staffOverload, *staffPropensity;
static float *staffView, *staffExplicit, *tieTrust, *tieStrength;
static int32_t *tieTarget;
static int16_t *tieSince;
static uint8_t *tieSuccesses;
static int16_t *innovationWeek;
static int32_t *innovationAuthor, *innovationPartner;
static uint8_t *innovationSubject;

/* The contacts of a batch. */
static int32_t *contactFrom, *contactTo, *contactTie, *contactBack, *contactRelation;
static float *contactTrust, *contactUnderstanding, *contactNovelty, *contactFacilitation, *contactGuard;
static float *contactFormality, *contactCandour;
static uint8_t *contactKind, *contactSuccess;

static int32_t successes, encounters;
static uint32_t a, b; /* words of the stream last opened */

static void openStream(uint32_t stream, int week) {
  draw_open((const uint32_t *)head.key, stream, (uint32_t)week, &a, &b);
}

static inline int findTie(int i, int j) {
  const int32_t *row = tieTarget + i * TIES;
  uint32_t hit = 0;
  for (int k = 0; k < INSIDE; k++) hit |= (uint32_t)(row[k] == j) << k;
  return hit == 0 ? -1 : i * TIES + __builtin_ctz(hit);
}

static double firstTrust(int i) {
  const double first = p.firstInside + p.propensityWeight * ((double)staffPropensity[i] - 0.5);
  return first < 0.02 ? 0.02 : first > 1 ? 1 : first;
}

static int choose(int week, int from, int to) {
  openStream(COLLEAGUE, week);
  const uint32_t a0 = a, b0 = b;
  const double exploration = p.exploration;
  int count = 0;
  for (int school = from; school < to; school++) {
    const int first = schoolFirst[school], posts = schoolPosts[school];
    if (posts < 2) continue;
    for (int i = first; i < first + posts; i++) {
      const int t = i * TIES;
      double sum[INSIDE];
      double s = 0;
      for (int k = 0; k < INSIDE; k++) sum[k] = s += (double)tieTrust[t + k] * trustLeft[week - tieSince[t + k]];
      const double x = (draw_bits(a0, b0, (uint32_t)i, 0) + 0.5) * (1.0 / 4294967296.0) * (s + exploration);
      int slot = 0;
      for (int k = 0; k < INSIDE; k++) slot += sum[k] <= x;
      int j, tie;
      if (slot < INSIDE) {
        tie = t + slot;
        j = tieTarget[tie];
      } else {
        j = first + (int)((double)(draw_bits(a0, b0, (uint32_t)i, 1) >> 8) * (posts - 1) / 16777216.0);
        j += j >= i;
        tie = findTie(i, j);
      }
      contactFrom[count] = i;
      contactTo[count] = j;
      contactTie[count] = tie;
      count++;
    }
  }
  return count;
}

static void recall(int week, int count) {
  for (int c = 0; c < count; c++) {
    const int i = contactFrom[c], j = contactTo[c], tie = contactTie[c];
    const int back = findTie(j, i);
    const double forth = tie < 0 ? firstTrust(i) : (double)tieTrust[tie] * trustLeft[week - tieSince[tie]];
    const double fro = back < 0 ? firstTrust(j) : (double)tieTrust[back] * trustLeft[week - tieSince[back]];
    contactBack[c] = back;
    contactTrust[c] = (float)((forth + fro) * 0.5);
  }
}

static void perceive(int count) {
  for (int c = 0; c < count; c++) {
    const float *u = staffView + contactFrom[c] * 4, *v = staffView + contactTo[c] * 4;
    const double v0 = (double)u[0] - v[0], v1 = (double)u[1] - v[1], v2 = (double)u[2] - v[2], v3 = (double)u[3] - v[3];
    const int cell = (int)(sqrt(v0 * v0 + v1 * v1 + v2 * v2 + v3 * v3) * (CELLS / 2));
    contactUnderstanding[c] = (float)understandingOf[cell];
    contactNovelty[c] = (float)noveltyOf[cell];
  }
}

static void meet(int week, int count) {
  openStream(ENCOUNTER, week);
  const uint32_t a0 = a, b0 = b;
  const double base = p.ease - (p.trustWeight + p.understandingWeight) / 2, overloadWeight = p.overloadWeight / 2;
  const double trustWeight = p.trustWeight, understandingWeight = p.understandingWeight, guardWeight = p.guardWeight;
  const double facilitationWeight = p.facilitationWeight, contractSubstitution = p.contractSubstitution;
  for (int c = 0; c < count; c++) {
    const int i = contactFrom[c], j = contactTo[c];
    const double trust = contactTrust[c], gap = 1 - trust, guard = contactGuard[c];
    const double effective = trust + gap * gap * contactFormality[c] * contractSubstitution;
    const double z = base + trustWeight * effective + understandingWeight * contactUnderstanding[c] +
                     facilitationWeight * contactFacilitation[c] - guardWeight * guard -
                     overloadWeight * ((double)staffOverload[i] + staffOverload[j]);
    contactCandour[c] = (float)(effective * (1 - guard));
    const uint32_t u = draw_bits(a0, b0, (uint32_t)i, ((uint32_t)j << 3) | contactKind[c]) >> 16;
    contactSuccess[c] = logitOf[u] < z;
  }
}

static void innovate(int week, int author, int partner, int field) {
  if (head.made >= head.innovations) return;
  innovationWeek[head.made] = (int16_t)week;
  innovationAuthor[head.made] = author;
  innovationPartner[head.made] = partner;
  innovationSubject[head.made++] = (uint8_t)field;
}

static void learn(int week, int count) {
  openStream(LEARNING, week);
  const uint32_t a0 = a, b0 = b;
  const double rate = p.rate, newThreshold = p.innovationRate * 65536;
  for (int c = 0; c < count; c++) {
    if (contactSuccess[c] == 0) continue;
    const int i = contactFrom[c], j = contactTo[c];
    const uint32_t r = draw_bits(a0, b0, (uint32_t)i, ((uint32_t)j << 3) | contactKind[c]);
    const int field = (int)(((r & 0xffff) * 6) >> 16);
    const double useful = (double)contactCandour[c] * contactUnderstanding[c] * contactNovelty[c];
    const int ei = i * 6 + field, ej = j * 6 + field;
    const double gap = (double)staffExplicit[ej] - staffExplicit[ei];
    const double gain = rate * useful * gap;
    const int weaker = ej + (ei - ej) * (gap > 0);
    staffExplicit[weaker] = (float)(staffExplicit[weaker] + fabs(gain));
    if ((double)(r >> 16) < newThreshold * useful) innovate(week, i, j, field);
  }
}

static int begin(int i, int j, int week) {
  const int found = findTie(i, j);
  if (found >= 0) return found;
  int slot = i * TIES;
  if (tieTarget[slot + INSIDE - 1] < 0) {
    while (tieTarget[slot] >= 0) slot++;
  } else {
    int32_t least = INT32_MAX;
    for (int k = 0; k < INSIDE; k++) {
      const int32_t worth = (int32_t)(((double)tieTrust[slot + k] + tieStrength[slot + k]) * 4194304) << 3 | k;
      least = worth < least ? worth : least;
    }
    slot += least & 7;
  }
  tieTarget[slot] = j;
  tieTrust[slot] = (float)firstTrust(i);
  tieStrength[slot] = 0;
  tieSince[slot] = (int16_t)week;
  tieSuccesses[slot] = 0;
  return slot;
}

static void settle(int week, int count) {
  const double gain = p.gain, fresh = 1 - p.memory, contractCost = p.contractCost;
  for (int c = 0; c < count; c++) {
    int tie[2] = {contactTie[c], contactBack[c]};
    if (tie[0] < 0 || tieTarget[tie[0]] != contactTo[c]) tie[0] = begin(contactFrom[c], contactTo[c], week);
    if (tie[1] < 0 || tieTarget[tie[1]] != contactFrom[c]) tie[1] = begin(contactTo[c], contactFrom[c], week);
    const int ok = contactSuccess[c];
    const double won = ok * gain, lost = 1 - ok;
    const double detail = contactFormality[c] > 0.7 ? contractCost : 0;
    for (int side = 0; side < 2; side++) {
      const int t = tie[side];
      const int idle = week - tieSince[t];
      const double trust = (double)tieTrust[t] * trustLeft[idle];
      const int before = tieSuccesses[t];
      tieTrust[t] = (float)(trust + won * (1 - trust) - lost * hurt[before] * trust - detail * trust);
      tieStrength[t] = (float)((double)tieStrength[t] * strengthLeft[idle] + fresh);
      tieSince[t] = (int16_t)week;
      tieSuccesses[t] = (uint8_t)(before + ok < 255 ? before + ok : 255);
    }
  }
}

static void converge(int count) {
  const double rate = p.convergence;
  for (int c = 0; c < count; c++) {
    float *u = staffView + contactFrom[c] * 4, *v = staffView + contactTo[c] * 4;
    const double w = rate * contactTrust[c] * contactUnderstanding[c] * contactSuccess[c];
    double d[4];
    for (int k = 0; k < 4; k++) d[k] = w * ((double)v[k] - u[k]);
    for (int k = 0; k < 4; k++) u[k] = (float)(u[k] + d[k]);
    for (int k = 0; k < 4; k++) v[k] = (float)(v[k] - d[k]);
  }
}

/* Processor time, which other programs on the machine do not add to. */
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

/* Time by pass, for those who look into it: gcc -DPASS_TIMES. */
#ifdef PASS_TIMES
static double passTime[PASSES];
#define TIMED(pass, call) { const double since = now(); call; passTime[pass] += now() - since; }
#else
#define TIMED(pass, call) call;
#endif

static void inside(int week) {
  for (int c = 0; c < head.batch; c++) contactRelation[c] = -1;
  memset(contactKind, 0, (size_t)head.batch);
  memset(contactFacilitation, 0, (size_t)head.batch * 4);
  memset(contactGuard, 0, (size_t)head.batch * 4);
  memset(contactFormality, 0, (size_t)head.batch * 4);
  for (int from = 0, to = 0; from < head.schools; from = to) {
    int staff = 0;
    while (to < head.schools && staff + schoolPosts[to] <= head.batch) staff += schoolPosts[to++];
    int count;
    TIMED(0, count = choose(week, from, to))
    TIMED(1, recall(week, count))
    TIMED(2, perceive(count))
    TIMED(3, meet(week, count))
    TIMED(4, learn(week, count))
    TIMED(5, settle(week, count))
    TIMED(6, converge(count))
    for (int c = 0; c < count; c++) successes += contactSuccess[c];
    encounters += count;
  }
}

static char *dump, *at;

static void *take(size_t bytes) {
  void *here = at;
  at += (bytes + 63) & ~(size_t)63;
  return here;
}

static void *make(size_t bytes) {
  return aligned_alloc(64, (bytes + 63) & ~(size_t)63);
}

static size_t readAll(const char *name) {
  FILE *file = fopen(name, "rb");
  if (!file) { perror(name); exit(2); }
  fseek(file, 0, SEEK_END);
  const size_t size = (size_t)ftell(file);
  rewind(file);
  dump = make(size);
  if (fread(dump, 1, size, file) != size) { perror(name); exit(2); }
  fclose(file);
  return size;
}

int main(int argc, char **argv) {
  if (argc != 4) { fprintf(stderr, "usage: contact <dump> <weeks> <result>\n"); return 2; }
  const int weeks = atoi(argv[2]);
  const size_t size = readAll(argv[1]);
  at = dump;
  const void *headAt = take(sizeof head);
  memcpy(&head, headAt, sizeof head);
  memcpy(&p, take(sizeof p), sizeof p);
  const size_t staff = (size_t)head.staff, schools = (size_t)head.schools, made = (size_t)head.innovations;
  trustLeft = take((size_t)head.fading * 8);
  strengthLeft = take((size_t)head.fading * 8);
  hurt = take(256 * 8);
  understandingOf = take((CELLS + 1) * 8);
  noveltyOf = take((CELLS + 1) * 8);
  logitOf = take(65536 * 8);
  schoolFirst = take((schools + 1) * 4);
  schoolPosts = take(schools * 4);
  staffOverload = take(staff * 4);
  staffPropensity = take(staff * 4);
  char *changing = at; /* what follows is written by the step, and goes to the result */
  staffView = take(staff * 4 * 4);
  staffExplicit = take(staff * 6 * 4);
  tieTarget = take(staff * TIES * 4);
  tieTrust = take(staff * TIES * 4);
  tieStrength = take(staff * TIES * 4);
  tieSince = take(staff * TIES * 2);
  tieSuccesses = take(staff * TIES);
  innovationWeek = take(made * 2);
  innovationAuthor = take(made * 4);
  innovationPartner = take(made * 4);
  innovationSubject = take(made);
  const size_t changed = (size_t)(at - changing);
  if ((size_t)(at - dump) != size || head.magic != 0x636f6c6c) { fprintf(stderr, "not a dump: %s\n", argv[1]); return 2; }

  const size_t batch = (size_t)head.batch;
  int32_t **integers[] = {&contactFrom, &contactTo, &contactTie, &contactBack, &contactRelation};
  float **floats[] = {&contactTrust, &contactUnderstanding, &contactNovelty, &contactFacilitation, &contactGuard, &contactFormality, &contactCandour};
  for (size_t k = 0; k < sizeof integers / sizeof *integers; k++) *integers[k] = make(batch * 4);
  for (size_t k = 0; k < sizeof floats / sizeof *floats; k++) *floats[k] = make(batch * 4);
  contactKind = make(batch);
  contactSuccess = make(batch);

  double *times = make((size_t)weeks * sizeof *times);
  for (int w = 0; w < weeks; w++) {
    const double since = now();
    inside(w);
    times[w] = now() - since;
  }
  printf("%d %d\n", encounters, successes);
  for (int w = 0; w < weeks; w++) printf("%.0f\n", times[w]);
#ifdef PASS_TIMES
  for (int k = 0; k < PASSES; k++) fprintf(stderr, "pass %d: %.1f ns\n", k, passTime[k] / encounters);
#endif
  FILE *file = fopen(argv[3], "wb");
  if (!file || fwrite(changing, 1, changed, file) != changed || fclose(file)) { perror(argv[3]); return 2; }
  return 0;
}
