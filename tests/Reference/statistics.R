# The figures of R in the tests of inference, prediction and diagnostics of generalised models. usage: Rscript statistics.R DATADIR
suppressMessages(library(lme4)); options(digits = 10, width = 160)
dir <- commandArgs(TRUE)[1]
read <- function(name, factors) { d <- read.csv(file.path(dir, paste0(name, ".csv"))); for (v in factors) d[[v]] <- factor(d[[v]]); d }
ctl <- glmerControl(optimizer = "bobyqa", optCtrl = list(maxfun = 1e5, rhoend = 1e-9), tolPwrss = 1e-12)
show <- function(title, ...) { cat("==", title, "\n"); for (x in list(...)) print(x) }

cbpp <- read("cbpp", c("period", "herd")); bin <- read("binsim", c("f", "g")); ticks <- read("grouseticks", c("YEAR", "BROOD", "INDEX", "LOCATION"))
logit <- glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), cbpp, binomial, control = ctl)
counts <- glmer(incidence ~ period + offset(log(size)) + (1 | herd), cbpp, poisson, control = ctl)
slope <- glmer(y ~ x + z + f + (x | g), bin, binomial, control = ctl)
# One optimiser stops short here by 1e-3 in the estimates: each begins where the other ended.
polished <- function(formula) {
  m <- glmer(formula, ticks, poisson, control = ctl)
  for (o in c("Nelder_Mead", "bobyqa", "Nelder_Mead")) m <- do.call(glmer, list(formula, ticks, poisson, start = list(theta = getME(m, "theta"), fixef = fixef(m)),
    control = glmerControl(optimizer = o, optCtrl = list(maxfun = 1e5), tolPwrss = 1e-13)))
  m
}
full <- polished(TICKS ~ YEAR + cHEIGHT + (1 | BROOD) + (1 | INDEX) + (1 | LOCATION))

# ---- the random part's variance of every row, and the mean with it integrated out
offsets <- function(m) { o <- getME(m, "offset"); if (length(o) == 0) rep(0, nobs(m)) else o }
rowVariance <- function(m, theta) {
  v <- 0; at <- 0
  for (z in getME(m, "mmList")) {
    k <- ncol(z); L <- matrix(0, k, k); L[lower.tri(L, TRUE)] <- theta[at + seq_len(k * (k + 1) / 2)]; at <- at + k * (k + 1) / 2
    v <- v + rowSums((z %*% tcrossprod(L)) * z)
  }
  as.numeric(v)
}
integral <- function(eta, v, inv) mapply(function(e, s) if (s == 0) inv(e) else
  integrate(function(z) inv(e + s * z) * dnorm(z), -9, 9, rel.tol = 1e-12, subdivisions = 5000)$value, eta, sqrt(v))
marginal <- function(m, theta, beta) integral(as.numeric(getME(m, "X") %*% beta) + offsets(m), rowVariance(m, theta), family(m)$linkinv)

# ---- coefficients of the population average, with delta-method standard errors
populationAverage <- function(m, trials = rep(1, nobs(m))) {
  X <- getME(m, "X"); nt <- length(getME(m, "theta"))
  quasi <- switch(family(m)$family, binomial = quasibinomial(family(m)$link), poisson = quasipoisson(family(m)$link))
  solve1 <- function(p) coef(suppressWarnings(glm.fit(X, marginal(m, p[1:nt], p[-(1:nt)]), weights = trials, offset = offsets(m), family = quasi,
    control = list(epsilon = 1e-15, maxit = 100))))
  p <- c(getME(m, "theta"), fixef(m)); V <- 2 * solve(m@optinfo$derivs$Hessian)
  J <- sapply(seq_along(p), function(j) { e <- replace(numeric(length(p)), j, 1e-4); (solve1(p + e) - solve1(p - e)) / 2e-4 })
  leastSquares <- solve(crossprod(X), crossprod(X, family(m)$linkfun(marginal(m, p[1:nt], p[-(1:nt)])) - offsets(m)))
  show("population average", solve1(p), sqrt(diag(J %*% V %*% t(J))), t(leastSquares), marginal(m, p[1:nt], p[-(1:nt)])[1:6],
    family(m)$linkinv(as.numeric(X %*% fixef(m)) + offsets(m))[1:6])
}
populationAverage(logit, cbpp$size); populationAverage(slope); populationAverage(counts)

# ---- shares of variance
shares <- function(m, residual) {
  f <- var(as.numeric(getME(m, "X") %*% fixef(m))); b <- 0; groups <- names(m@cnms); z <- getME(m, "mmList"); vc <- VarCorr(m)
  for (j in seq_along(z)) { v <- mean(rowSums((z[[j]] %*% vc[[j]]) * z[[j]])); if (ngrps(m)[[groups[j]]] == nobs(m)) residual <- residual + v else b <- b + v }
  c(fixed = f, random = b, residual = residual, adjusted = b / (b + residual), unadjusted = b / (f + b + residual),
    marginal = f / (f + b + residual), conditional = (f + b) / (f + b + residual))
}
rate <- function(null) mean(exp(fixef(null) + offsets(null) + rowVariance(null, getME(null, "theta")) / 2))
show("binomial", shares(logit, pi^2 / 3), shares(update(logit, family = binomial("probit")), 1),
  shares(update(logit, family = binomial("cloglog")), pi^2 / 6), shares(slope, pi^2 / 3))
null <- polished(TICKS ~ 1 + (1 | BROOD) + (1 | INDEX) + (1 | LOCATION)); l <- rate(null)
show("counts", l, fixef(null), shares(full, log1p(1 / l)), shares(full, trigamma(l)), shares(full, 1 / l), shares(full, 1))
l <- rate(glmer(incidence ~ offset(log(size)) + (1 | herd), cbpp, poisson, control = ctl)); show("exposure", l, shares(counts, log1p(1 / l)), shares(counts, trigamma(l)))

# ---- predictions and conditional modes
new <- data.frame(period = factor(1:4), size = c(10, 20, 5, 8), herd = c("1", "2", "99", "15"))
for (m in list(counts, logit)) show("predict", predict(m, new, allow.new.levels = TRUE), predict(m, new, allow.new.levels = TRUE, type = "response"), predict(m, new, re.form = NA))
for (m in list(counts, logit)) { r <- ranef(m, condVar = TRUE)$herd; show("ranef", r[1:4, 1], sqrt(attr(r, "postVar")[1, 1, 1:4])) }

# ---- residuals, dispersion, quantiles
ticks$w <- 1 + (7 * seq_len(nrow(ticks))) %% 5
weighted <- glmer(TICKS ~ YEAR + cHEIGHT + (1 | BROOD), ticks, poisson, weights = w, control = ctl)
for (type in c("response", "pearson", "deviance")) show(type, residuals(weighted, type = type)[c(1, 2, 50, 403)])
for (m in list(logit, counts, weighted)) { x2 <- sum(residuals(m, type = "pearson")^2); df <- df.residual(m); show("dispersion", c(x2, df, x2 / df, pchisq(x2, df, lower.tail = FALSE))) }
y <- cbpp$incidence; at <- c(1, 2, 5, 20, 56)
show("quantiles", cbind(pbinom(y - 1, cbpp$size, fitted(logit)), pbinom(y, cbpp$size, fitted(logit)))[at, ], cbind(ppois(y - 1, fitted(counts)), ppois(y, fitted(counts)))[at, ])

# ---- the marginal mean at given points: logit, cloglog, cauchit, probit
for (s in c(0.3, 1, 3)) for (e in c(-2, 0.5)) print(c(e, s, sapply(c("logit", "cloglog", "cauchit", "probit"), function(l) integral(e, s^2, make.link(l)$linkinv))))

# ---- a normal prior under separation: lme4's own deviance plus the sum of (s_j beta_j / sd)^2
separated <- data.frame(
  y = c(0,1,0,1, 0,0,0,1, 1,1,1,0, 0,1,0,0, 1,1,1,1, 0,0,1,0, 1,1,1,1, 1,1,1,1), x = c(1,3,2,4, 2,1,3,5, 1,2,4,3, 5,2,1,4, 2,3,1,5, 1,4,3,2, 2,4,1,3, 3,1,2,5),
  f = factor(rep(c("p", "q"), c(24, 8))), g = factor(rep(letters[1:8], each = 4)))
penalised <- function(formula, data, sd) {
  dev <- suppressMessages(glmer(formula, data, binomial, devFunOnly = TRUE, nAGQ = 1, control = glmerControl(tolPwrss = 1e-13, check.conv.singular = "ignore")))
  X <- glFormula(formula, data, binomial)$X; k <- apply(X, 2, function(x) mean((x - mean(x))^2)) / sd^2
  value <- function(p) if (p[1] < 0) 1e10 else dev(p) + sum(k * p[-1]^2)
  p <- c(0.7, rep(0, ncol(X)))
  for (i in 1:6) { p <- minqa::bobyqa(p, value, lower = c(0, rep(-Inf, ncol(X))), control = list(rhobeg = 0.05, rhoend = 1e-9, maxfun = 1e5))$par
    p <- optim(p, value, control = list(reltol = 1e-15, maxit = 2000))$par }
  h <- 1e-3 * pmax(abs(p), 0.5); n <- length(p); at <- function(i, a, j, b) { q <- p; q[i] <- q[i] + a * h[i]; q[j] <- q[j] + b * h[j]; value(q) }
  H <- outer(1:n, 1:n, Vectorize(function(i, j) (at(i, 1, j, 1) - at(i, 1, j, -1) - at(i, -1, j, 1) + at(i, -1, j, -1)) / (4 * h[i] * h[j])))
  show("penalised", p, value(p), dev(p), if (p[1] > 0.01) sqrt(diag(2 * solve(H)))[-1])
}
penalised(y ~ f + x + (1 | g), separated, 2.5)
penalised(y ~ x + (1 | g), transform(separated, y = as.numeric(x >= 3)), 2.5)
