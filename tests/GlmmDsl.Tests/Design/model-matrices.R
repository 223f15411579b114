# Writes model-matrices.json: R's model.matrix of formulas on the small table of SmallTable.cs.
# Rscript model-matrices.R > model-matrices.json
d <- data.frame(
  y = c(3.1, 4.7, 2.2, 6.8, 5.5, 7.9, 1.4, 8.3, 6.1, 2.9, 4.4, 5.0),
  x = c(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11.5, 13),
  z = c(0.2, 1.7, 0.9, 2.4, 3.3, 0.4, 1.1, 2.8, 0.6, 1.9, 2.2, 3.7),
  k = c(10, 2, 5, 10, 2, 5, 10, 2, 5, 10, 2, 5),
  f = factor(c("b", "a", "c", "a", "b", "c", "c", "b", "a", "a", "b", "c"), levels = c("b", "a", "c")),
  g = factor(c("u", "u", "u", "u", "u", "u", "v", "v", "v", "v", "v", "v")),
  o = factor(c("low", "mid", "high", "top", "low", "mid", "high", "top", "low", "mid", "high", "top"),
             levels = c("low", "mid", "high", "top"), ordered = TRUE),
  b = c(TRUE, FALSE, TRUE, TRUE, FALSE, FALSE, TRUE, FALSE, TRUE, FALSE, FALSE, TRUE))
formulas <- c(
  "y ~ 1", "y ~ x", "y ~ 0 + x", "y ~ f", "y ~ 0 + f", "y ~ f * x", "y ~ f * g", "y ~ f:x", "y ~ x + f:x", "y ~ 0 + f:g", "y ~ g + f:g",
  "y ~ 0 + x + f", "y ~ g/f", "y ~ f * g * x", "y ~ o", "y ~ o * x", "y ~ 0 + o", "y ~ b", "y ~ b * f", "y ~ b:x", "y ~ factor(k)",
  "y ~ factor(k):x", "y ~ poly(x, 3)", "y ~ g * poly(z, 2)", "y ~ poly(x, 1)", "y ~ scale(x) + log(z)", "y ~ I(x > 4)", "y ~ I((x - 2)^2/10)", "y ~ sin(2 * pi * x) + cos(z) + tan(z)",
  "y ~ I(f == \"a\")", "y ~ as.numeric(f) + as.numeric(b)", "y ~ exp(-z) + sqrt(z) + abs(x - 5)", "y ~ I(x - mean(x))",
  "y ~ I((x - min(x))/(max(x) - min(x)))", "y ~ I((z - mean(z))/sd(z)):f", "y ~ log2(x) + log10(x) + log1p(z) + expm1(z) + log(x, 3)",
  "y ~ I(x > 4 & z < 2 | b)", "y ~ I(!b)", "y ~ I(x * b)", "y ~ I(-x^2)", "y ~ I(o < \"high\")", "y ~ I(2^x) + I(1/z)", "y ~ (f + g + b)^2", "y ~ scale(log(x)):g",
  "y ~ f_sum", "y ~ f_helmert * x", "y ~ f_poly", "y ~ f_sum * g")
d$f_sum <- d$f; contrasts(d$f_sum) <- "contr.sum"
d$f_helmert <- d$f; contrasts(d$f_helmert) <- "contr.helmert"
d$f_poly <- d$f; contrasts(d$f_poly) <- "contr.poly"
results <- lapply(formulas, function(text) {
  m <- model.matrix(as.formula(text), d)
  list(formula = text, names = I(colnames(m)), columns = I(lapply(seq_len(ncol(m)), function(j) unname(m[, j]))))
})
cat(jsonlite::toJSON(results, auto_unbox = TRUE, digits = NA), "\n", sep = "")
