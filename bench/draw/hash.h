/* The draw hash of sim/draw.ts, word for word. Any change there must be made here too: test/draw-vectors.test.ts
 * compares the two through vectors.json. */
#ifndef COLLEGIUM_DRAW_HASH_H
#define COLLEGIUM_DRAW_HASH_H

#include <stdint.h>

/* All arithmetic is modulo 2^32; `>>` on unsigned words is the `>>>` of the TypeScript. */

static inline uint32_t draw_finalise(uint32_t h) {
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

static inline uint32_t draw_bits(uint32_t a, uint32_t b, uint32_t agent, uint32_t k) {
  uint32_t h = agent ^ a;
  h = (h ^ (h >> 17)) * 0xed5ad4bbu;
  h = (h + (k + 1u) * 0x9e3779b1u) ^ b;
  h = (h ^ (h >> 11)) * 0xac4c1b51u;
  h = (h ^ (h >> 15)) * 0x31848babu;
  return h ^ (h >> 14);
}

static inline void draw_open(const uint32_t key[4], uint32_t stream, uint32_t week, uint32_t *out_a, uint32_t *out_b) {
  uint32_t a = draw_finalise(key[0] + stream * 0x9e3779b1u);
  uint32_t b = draw_finalise(key[1] ^ a);
  a = draw_finalise((key[2] + week * 0x85ebca77u) ^ a);
  b = draw_finalise(key[3] + b + a);
  *out_a = draw_finalise(a + b);
  *out_b = b;
}

#endif
