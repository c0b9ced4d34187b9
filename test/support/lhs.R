# What optimised Latin hypercubes of the R package lhs reach, to hold ours against.
#
# Rscript test/support/lhs.R > test/support/lhs.generated.json
#
# Of each size and method ten designs: the largest smallest distance among them, and the median of it. Needs lhs.

library(lhs)

sizes <- list(c(10, 2), c(20, 3), c(30, 4), c(40, 6))
methods <- list(
  randomLHS = function(n, k) randomLHS(n, k),
  maximinLHS = function(n, k) maximinLHS(n, k),
  optimumLHS = function(n, k) optimumLHS(n, k, maxSweeps = 4),
  geneticLHS = function(n, k) geneticLHS(n, k, pop = 20, gen = 20, criterium = "Maximin")
)

rows <- c()
for (size in sizes) {
  for (method in names(methods)) {
    distances <- sapply(1:10, function(seed) {
      set.seed(seed)
      min(dist(methods[[method]](size[1], size[2])))
    })
    rows <- c(rows, sprintf(
      '{"points": %d, "factors": %d, "method": "%s", "best": %.6f, "median": %.6f}',
      size[1], size[2], method, max(distances), median(distances)
    ))
  }
}
cat(sprintf(
  '{"made": "R %s.%s, lhs %s", "designs": [\n%s\n]}\n',
  R.version$major, R.version$minor, packageVersion("lhs"), paste(rows, collapse = ",\n")
))
