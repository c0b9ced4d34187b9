# Writes power.generated.json beside this file: what power.t.test and pt of R give, for test/sensitivity-replicates.test.ts.
#   Rscript test/support/power.R test/support/power.generated.json
cases <- expand.grid(
  type = c("paired", "two.sample"), d = c(0.05, 0.1, 0.2, 0.4, 0.8, 1.5),
  alpha = c(0.05, 0.01), power = c(0.8, 0.95), stringsAsFactors = FALSE)
cases$n <- mapply(function(type, d, alpha, power)
  power.t.test(delta = d, sd = 1, sig.level = alpha, power = power, type = type, strict = TRUE, tol = 1e-9)$n,
  cases$type, cases$d, cases$alpha, cases$power)
achieved <- expand.grid(
  type = c("paired", "two.sample"), n = c(3, 10, 57, 892), d = c(0.1, 0.5, 1.3), alpha = c(0.05, 0.01),
  stringsAsFactors = FALSE)
achieved$power <- mapply(function(type, n, d, alpha)
  power.t.test(n = n, delta = d, sd = 1, sig.level = alpha, type = type, strict = TRUE)$power,
  achieved$type, achieved$n, achieved$d, achieved$alpha)
row <- function(r) paste0("{", paste(sprintf('"%s": %s', names(r), sapply(r, function(x)
  if (is.character(x)) paste0('"', x, '"') else format(x, digits = 15))), collapse = ", "), "}")
rows <- function(frame) paste(sapply(seq_len(nrow(frame)), function(i) row(as.list(frame[i, ]))), collapse = ",\n    ")
cat(sprintf('{\n  "made": "%s",\n  "needed": [\n    %s\n  ],\n  "achieved": [\n    %s\n  ]\n}\n',
  R.version.string, rows(cases), rows(achieved)), file = commandArgs(TRUE)[1])
