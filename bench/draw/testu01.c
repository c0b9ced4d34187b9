/* The draws of walk.h as a generator of the TestU01 library, where that is installed.
 *
 *   testu01 small|crush [order 1|2] [key 0..3] [word 0..3]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if __has_include(<testu01/bbattery.h>)
#include <testu01/bbattery.h>
#include <testu01/unif01.h>
#else
#include <bbattery.h>
#include <unif01.h>
#endif

#include "walk.h"

static Walk walk;

static unsigned int next(void) { return walk_next(&walk); }

int main(int argc, char **argv) {
  const char *battery = argc > 1 ? argv[1] : "";
  int order = argc > 2 ? atoi(argv[2]) : 1;
  int key = argc > 3 ? atoi(argv[3]) : 0;
  int word = argc > 4 ? atoi(argv[4]) : 0;
  int is_small = !strcmp(battery, "small");
  if ((!is_small && strcmp(battery, "crush")) || order < 1 || order > 2 || key < 0 || key > 3 || word < 0 || word > 3) {
    fprintf(stderr, "usage: testu01 small|crush [order 1|2] [key 0..3] [word 0..3]\n");
    return 2;
  }
  char name[64];
  snprintf(name, sizeof name, "draw hash, order %d key %d word %d", order, key, word);
  walk_start(&walk, walk_key[key], word, order);
  unif01_Gen *generator = unif01_CreateExternGenBits(name, next);
  if (is_small) bbattery_SmallCrush(generator);
  else bbattery_Crush(generator);

  int unusual = 0, failures = 0;
  for (int i = 0; i < bbattery_NTests; i++) {
    double p = bbattery_pVal[i];
    if (p < 0 || p > 1) continue; /* the library's mark of a statistic that was not made */
    unusual += p < 1e-3 || p > 1 - 1e-3;
    failures += p < 1e-10 || p > 1 - 1e-10;
  }
  printf("summary: TestU01 %s order %d key %d word %d: %d statistics, %d outside [0.001, 0.999], "
         "%d outside [1e-10, 1 - 1e-10]\n",
         battery, order, key, word, bbattery_NTests, unusual, failures);
  unif01_DeleteExternGenBits(generator);
  return failures ? 1 : 0;
}
