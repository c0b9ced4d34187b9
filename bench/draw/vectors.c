/* Prints vectors.json, laid out as the formatter of the project wants it: known values of the hash for
 * test/draw-vectors.test.ts. Words are signed, as Int32Array holds them; the bits are unsigned, as `bits` returns
 * them. */
#include <stdio.h>

#include "hash.h"

enum { COUNT = 64 };

/* Inputs where carries, signs and shifts can go wrong come first; the rest only have to be spread. */
static const uint32_t edge[] = {0, 1, 2, 0x7fffffffu, 0x80000000u, 0x80000001u, 0xfffffffeu, 0xffffffffu};

static uint32_t spread(uint32_t i) { return draw_finalise(0x243f6a88u + i * 0x9e3779b9u); }

static uint32_t input(uint32_t row, uint32_t column) {
  return row < 24 ? edge[(row * (2 * column + 1) + (row >> 3) * column) % 8] : spread(row * 8 + column);
}

int main(void) {
  printf("{\n  \"bits\": [\n");
  for (uint32_t i = 0; i < COUNT; i++) {
    uint32_t a = input(i, 0), b = input(i, 1);
    uint32_t agent = i % 4 == 3 ? spread(i) & 0x3fffffff : i * 17 % 1024, k = i % 7;
    printf("    { \"a\": %d, \"b\": %d, \"agent\": %u, \"k\": %u, \"bits\": %u }%s\n", (int32_t)a, (int32_t)b, agent, k,
           draw_bits(a, b, agent, k), i + 1 < COUNT ? "," : "");
  }
  printf("  ],\n  \"open\": [\n");
  for (uint32_t i = 0; i < COUNT; i++) {
    uint32_t key[4], a, b, stream = i % 18 + 1, week = i < 8 ? i : i * 37 % 1041;
    for (uint32_t j = 0; j < 4; j++) key[j] = input(i, j);
    draw_open(key, stream, week, &a, &b);
    printf("    {\n      \"key\": [%d, %d, %d, %d],\n", (int32_t)key[0], (int32_t)key[1], (int32_t)key[2],
           (int32_t)key[3]);
    printf("      \"stream\": %u,\n      \"week\": %u,\n      \"a\": %d,\n      \"b\": %d\n    }%s\n", stream, week,
           (int32_t)a, (int32_t)b, i + 1 < COUNT ? "," : "");
  }
  printf("  ]\n}\n");
  return 0;
}
