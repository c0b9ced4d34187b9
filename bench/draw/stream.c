/* The draws of walk.h as raw 32-bit words on standard output, for dieharder (-g 200), until the reader closes.
 *
 *   stream [order 1|2] [key 0..3] [word 0..3]
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "walk.h"

static Walk walk;
static uint32_t block[1 << 15];

int main(int argc, char **argv) {
  int order = argc > 1 ? atoi(argv[1]) : 1;
  int key = argc > 2 ? atoi(argv[2]) : 0;
  int word = argc > 3 ? atoi(argv[3]) : 0;
  if (order < 1 || order > 2 || key < 0 || key > 3 || word < 0 || word > 3) {
    fprintf(stderr, "usage: stream [order 1|2] [key 0..3] [word 0..3]\n");
    return 2;
  }
  walk_start(&walk, walk_key[key], word, order);
  signal(SIGPIPE, SIG_IGN); /* the reader closes when it has enough: that is no failure */
  const size_t n = sizeof block / sizeof *block;
  do {
    for (size_t i = 0; i < n; i++) block[i] = walk_next(&walk);
  } while (fwrite(block, sizeof *block, n, stdout) == n);
  return 0;
}
