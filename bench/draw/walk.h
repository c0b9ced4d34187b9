/* The order in which the addresses of the draw hash are visited. A hash is strained most where addresses differ
 * least, so consecutive outputs always come from neighbouring keys, and after that from neighbouring places in
 * one key: these are also the neighbours a simulation uses together.
 *
 *   order 1   week, stream 1..18, agent 0..1023, k 0..3, key 0..3     (the last varies fastest)
 *   order 2   agent, k 0..3, stream 1..18, week 0..1023, key 0..3
 *
 * The outermost counter runs on without end. */
#ifndef COLLEGIUM_DRAW_WALK_H
#define COLLEGIUM_DRAW_WALK_H

#include "hash.h"

#define WALK_KEYS 4u
#define WALK_STREAMS 18u
#define WALK_AGENTS 1024u
#define WALK_WEEKS 1024u
#define WALK_KS 4u

typedef struct {
  uint32_t keys[WALK_KEYS][4];
  int order;
  uint32_t outer, stream, inner, k, key;
  /* order 1: the words of the stream now open, a key each; order 2: those of every stream and week of the block */
  uint32_t a[WALK_STREAMS][WALK_WEEKS][WALK_KEYS], b[WALK_STREAMS][WALK_WEEKS][WALK_KEYS];
} Walk;

static void walk_open(Walk *w) {
  for (uint32_t i = 0; i < WALK_KEYS; i++) draw_open(w->keys[i], w->stream + 1, w->outer, &w->a[0][0][i], &w->b[0][0][i]);
}

/* The neighbours of `key` are the same key with its word `word` raised by 1, 2 and 3. */
static void walk_start(Walk *w, const uint32_t key[4], int word, int order) {
  for (uint32_t i = 0; i < WALK_KEYS; i++) {
    for (int j = 0; j < 4; j++) w->keys[i][j] = key[j];
    w->keys[i][word] += i;
  }
  w->order = order;
  w->outer = w->stream = w->inner = w->k = w->key = 0;
  if (order == 1) walk_open(w);
  else
    for (uint32_t s = 0; s < WALK_STREAMS; s++)
      for (uint32_t week = 0; week < WALK_WEEKS; week++)
        for (uint32_t i = 0; i < WALK_KEYS; i++)
          draw_open(w->keys[i], s + 1, week, &w->a[s][week][i], &w->b[s][week][i]);
}

static inline uint32_t walk_next(Walk *w) {
  uint32_t i = w->key, out;
  if (w->order == 1) {
    out = draw_bits(w->a[0][0][i], w->b[0][0][i], w->inner, w->k);
    if (++w->key < WALK_KEYS) return out;
    w->key = 0;
    if (++w->k < WALK_KS) return out;
    w->k = 0;
    if (++w->inner < WALK_AGENTS) return out;
    w->inner = 0;
    if (++w->stream == WALK_STREAMS) {
      w->stream = 0;
      w->outer++;
    }
    walk_open(w);
    return out;
  }
  out = draw_bits(w->a[w->stream][w->inner][i], w->b[w->stream][w->inner][i], w->outer, w->k);
  if (++w->key < WALK_KEYS) return out;
  w->key = 0;
  if (++w->inner < WALK_WEEKS) return out;
  w->inner = 0;
  if (++w->stream < WALK_STREAMS) return out;
  w->stream = 0;
  if (++w->k < WALK_KS) return out;
  w->k = 0;
  w->outer++;
  return out;
}

/* The keys under test: digits of pi (0), of e (1), a key of nearly no set bits (2), random bytes (3). */
static const uint32_t walk_key[4][4] = {
    {0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u},
    {0xb7e15162u, 0x8aed2a6au, 0xbf715880u, 0x9cf4f3c7u},
    {0u, 0u, 1u, 0u},
    {0x5be0f1c6u, 0x94a7d31eu, 0x2f6b08d9u, 0xe17c4a53u},
};

#endif
