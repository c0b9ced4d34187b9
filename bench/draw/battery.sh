#!/bin/sh
# Builds the batteries, runs them one at a time at the lowest priority, and prints a summary line for each.
#
#   bench/draw/battery.sh [quick|all]     quick: seconds to minutes; all: some hours on one core
#
# Set KEY (0..3) and WORD (0..3) to repeat a run with other neighbouring keys. The full output is kept in OUT.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
part=${1:-quick}
key=${KEY:-0}
word=${WORD:-0}
out=${OUT:-$(mktemp -d)}
failed=0

case $part in quick | all) ;; *)
  echo "usage: battery.sh [quick|all]" >&2
  exit 2
  ;;
esac

mkdir -p "$out"
cc=${CC:-gcc}
flags='-O3 -march=native -Wall -Wextra'
# shellcheck disable=SC2086 # the flags are words
for program in stream vectors; do "$cc" $flags -o "$out/$program" "$here/$program.c"; done
# shellcheck disable=SC2086
"$cc" $flags -o "$out/classic" "$here/classic.c" -lm

"$out/vectors" | cmp -s - "$here/vectors.json" || {
  echo 'vectors.json is not what hash.h makes: write it anew and run test/draw-vectors.test.ts' >&2
  exit 1
}

# run NAME COMMAND...: keeps the output and prints the lines that matter.
run() {
  name=$1
  shift
  nice -n 19 "$@" >"$out/$name.txt" 2>&1 || failed=1
  grep -E 'FAILED|suspect|unusual|^summary:' "$out/$name.txt" || {
    echo "$name gave no summary; see $out/$name.txt" >&2
    failed=1
  }
}

# dieharder keeps 8 digits of a p-value, so one below 1e-8 reads as 0. Its own rule for a failure is 1e-6, which is
# stricter than the rule of the others; what counts here as failed is what reads as 0 or 1.
dieharder_run() {
  "$out/stream" "$1" "$key" "$word" | nice -n 19 dieharder -a -g 200 >"$out/dieharder-$1.txt" 2>&1 || true
  awk -F'|' -v name="dieharder -a order $1 key $key word $word" '
    NF == 6 && $5 + 0 == $5 {
      n++
      if ($5 < 0.001 || $5 > 0.999) { unusual++; print }
      if ($5 < 1e-10 || $5 > 1 - 1e-10) failed++
    }
    END {
      printf "summary: %s: %d statistics, %d outside [0.001, 0.999], %d that read 0 or 1\n", name, n, unusual, failed
      exit n == 0 || failed > 0
    }' "$out/dieharder-$1.txt" || failed=1
}

for order in 1 2; do run "small-$order" "$out/classic" small "order$order" "$key" "$word"; done

testu01=no
if printf '#if !__has_include(<testu01/bbattery.h>) && !__has_include(<bbattery.h>)\n#error\n#endif\n' |
  "$cc" -E - >/dev/null 2>&1; then
  # shellcheck disable=SC2086
  "$cc" $flags -o "$out/testu01" "$here/testu01.c" -ltestu01 -ltestu01probdist -ltestu01mylib -lm 2>/dev/null ||
    "$cc" $flags -o "$out/testu01" "$here/testu01.c" -ltestu01 -lprobdist -lmylib -lm # as its author names them
  testu01=yes
  for order in 1 2; do run "testu01-small-$order" "$out/testu01" small "$order" "$key" "$word"; done
else
  echo 'TestU01: not installed, left out'
fi

if [ "$part" = all ]; then
  run large-1 "$out/classic" large order1 "$key" "$word"
  [ $testu01 = no ] || run testu01-crush-1 "$out/testu01" crush 1 "$key" "$word"
  if command -v dieharder >/dev/null; then dieharder_run 1; else echo 'dieharder: not installed, left out'; fi
fi
echo "full output: $out"
exit $failed
