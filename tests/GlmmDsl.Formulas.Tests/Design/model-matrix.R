# Writes model-matrix.tsv: random formulas with R's intercept, term labels and design columns. Run in this folder: Rscript model-matrix.R
set.seed(42)
leaves <- c("a", "b", "c", "d", "x", "z", "log(x)", "I(x^2)")
draw <- function(depth) {
  if (depth == 0) return(sample(leaves, 1, prob = c(rep(2, 6), .6, .6)))
  left <- draw(sample(0:(depth - 1), 1))
  right <- draw(sample(0:(depth - 1), 1))
  switch(sample(7, 1),
    paste0("(", left, " + ", right, ")"), paste0("(", left, ")*(", right, ")"), paste0("(", left, "):(", right, ")"),
    paste0("(", left, ")/(", right, ")"), paste0("(", left, " + ", right, ")^", sample(2:3, 1)),
    paste0("(", left, ") %in% (", right, ")"), paste0("(", left, " - ", right, " + x)"))
}
n <- 40
data <- data.frame(y = rnorm(n), x = runif(n) + 1, z = rnorm(n), a = gl(3, 1, n, labels = c("p", "q", "r")),
  b = gl(2, 3, n, labels = c("s", "t")), c = gl(2, 6, n, labels = c("u", "v")), d = gl(2, 12, n, labels = c("w", "e")))
file <- file("model-matrix.tsv", "w")
for (i in 1:400) {
  right <- paste(c(if (i %% 3 == 0) "0", sapply(seq_len(sample(3, 1)), function(j) draw(sample(0:3, 1)))), collapse = " + ")
  if (i %% 7 == 0) right <- paste(right, "- a:b - 1")
  terms <- terms(as.formula(paste("y ~", right)))
  cat(right, attr(terms, "intercept"), paste(attr(terms, "term.labels"), collapse = " + "),
    paste(colnames(model.matrix(terms, data)), collapse = " "), sep = "\t", file = file)
  cat("\n", file = file)
}
close(file)
