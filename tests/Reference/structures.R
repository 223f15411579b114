# Covariance structures: models with cs, homcs, ar1, hetar1, toep, homtoep and homdiag terms. usage: Rscript structures.R OUTDIR [regex of case ids]; FORCE=1 redoes what exists.
# Gaussian models are fitted by a dense likelihood written here (V from its definition, determinants, analytic gradient in V, many starts, Newton's method at the
# end); generalised ones by glmmTMB's Laplace approximation, whose optimum is polished the same way, with maps of its parameters for the structures it lacks.
# A dense Laplace approximation written here checks each of those and fits what glmmTMB cannot (hetar1). Structures of one variance are those of glmmTMB with equal deviations.
suppressMessages({library(glmmTMB); library(numDeriv); library(jsonlite)})
options(warn=1, digits=10)
args <- commandArgs(TRUE); OUT <- args[1]; PATTERN <- if (length(args) > 1) args[2] else "."
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value=TRUE)))
isFunction <- function(e) is.call(e) && identical(e[[1]], as.name("<-")) && is.call(e[[3]]) && identical(e[[3]][[1]], as.name("function")) && !identical(as.character(e[[2]]), "commandArgs")
for (e in parse(file.path(here, "generate.R"))) if (isFunction(e)) eval(e, globalenv())

# ---------- structures: free parameters -> standard deviations and correlation matrix ----------
fromPartial <- function(p) {              # partial autocorrelations -> autocorrelations (Durbin-Levinson)
  k <- length(p); r <- numeric(k); phi <- numeric(0)
  for (j in seq_len(k)) { if (j == 1) { r[1] <- p[1]; phi <- p[1] } else {
    v <- prod(1 - p[seq_len(j-1)]^2); r[j] <- sum(phi * rev(r[seq_len(j-1)])) + p[j]*v; phi <- c(phi - p[j]*rev(phi), p[j]) } }
  r }
STRUCT <- list(
  homdiag = list(n=function(k) c(1,0), corr=function(p,k) diag(k)),
  diag    = list(n=function(k) c(k,0), corr=function(p,k) diag(k)),
  cs      = list(n=function(k) c(k,1), corr=function(p,k) { r <- (1/(1+exp(-p)))*(1+1/(k-1)) - 1/(k-1); C <- matrix(r,k,k); diag(C) <- 1; C }),
  ar1     = list(n=function(k) c(1,1), corr=function(p,k) tanh(p)^abs(outer(1:k,1:k,"-"))),
  toep    = list(n=function(k) c(k,k-1), corr=function(p,k) toeplitz(c(1,fromPartial(tanh(p))))),
  us      = list(n=function(k) c(k,k*(k-1)/2), corr=function(p,k) { L <- diag(k); L[lower.tri(L)] <- p; C <- L %*% t(L); C/sqrt(outer(diag(C),diag(C))) }))
STRUCT$homcs <- modifyList(STRUCT$cs, list(n=function(k) c(1,1))); STRUCT$hetar1 <- modifyList(STRUCT$ar1, list(n=function(k) c(k,1)))
STRUCT$homtoep <- modifyList(STRUCT$toep, list(n=function(k) c(1,k-1)))
natural <- function(str, C) { k <- nrow(C); if (str %in% c("homdiag","diag") || k == 1) numeric() else if (str %in% c("cs","homcs","ar1","hetar1")) C[2,1] else if (str == "us") t(C)[upper.tri(C)] else C[-1,1] }
covOf <- function(term, p) { n <- STRUCT[[term$str]]$n(term$k); sd <- rep_len(exp(p[seq_len(n[1])]), term$k); C <- if (term$k == 1) diag(1) else STRUCT[[term$str]]$corr(p[-seq_len(n[1])], term$k); list(sd=sd, corr=C, S=C*outer(sd,sd)) }

# ---------- the parts of a model ----------
bars <- function(f) { out <- list(); walk <- function(e) { if (is.call(e)) { h <- as.character(e[[1]])[1]
    if (h == "|") out[[length(out)+1]] <<- list(str="us", e=e) else if (h %in% names(STRUCT) && is.call(e[[2]]) && identical(e[[2]][[1]], as.name("|"))) out[[length(out)+1]] <<- list(str=h, e=e[[2]])
    else for (x in as.list(e)[-1]) walk(x) } }; walk(f[[length(f)]]); out }
fixedOf <- function(f) { strip <- function(e) { if (is.call(e)) { h <- as.character(e[[1]])[1]; if (h == "|" || h %in% names(STRUCT)) return(NULL); if (h == "(") { x <- strip(e[[2]]); return(if (is.null(x)) NULL else call("(", x)) }
    if (h == "+") { a <- strip(e[[2]]); b <- if (length(e) > 2) strip(e[[3]]); return(if (is.null(a)) b else if (is.null(b)) a else call("+", a, b)) } }; e }
  r <- strip(f[[length(f)]]); f[[length(f)]] <- if (is.null(r)) 1 else r; f }
prepare <- function(cs, dat) {
  f <- as.formula(cs$f); ff <- fixedOf(f); mf <- model.frame(ff, dat, na.action=na.pass)
  terms <- lapply(bars(f), function(b) { A <- model.matrix(as.formula(call("~", b$e[[2]])), dat); g <- if (is.call(b$e[[3]])) interaction(lapply(all.vars(b$e[[3]]), function(v) dat[[v]]), drop=TRUE, sep=":", lex.order=TRUE) else droplevels(factor(dat[[as.character(b$e[[3]])]]))
    str <- if (ncol(A) == 1) "diag" else b$str
    list(str=str, written=b$str, A=A, g=g, k=ncol(A), group=deparse(b$e[[3]]), same=outer(as.integer(g), as.integer(g), "==")*1) })
  list(y=model.response(mf), X=model.matrix(ff, dat), o=if (is.null(model.offset(mf))) 0 else model.offset(mf), w=if (is.null(cs$weights)) rep(1,nrow(dat)) else dat[[cs$weights]], terms=terms, reml=isTRUE(cs$reml))
}

# ---------- Gaussian: the dense likelihood ----------
marginal <- function(m, covs, s2) { V <- diag(s2/m$w, length(m$w)); for (i in seq_along(m$terms)) V <- V + (m$terms[[i]]$A %*% covs[[i]]$S %*% t(m$terms[[i]]$A)) * m$terms[[i]]$same; V }
dense <- function(m, V, grad=FALSE) {
  R <- tryCatch(chol(V), error=function(e) NULL); if (is.null(R)) return(NULL)
  y <- as.numeric(m$y) - m$o; n <- length(y); p <- ncol(m$X); Xs <- backsolve(R, m$X, transpose=TRUE); ys <- backsolve(R, y, transpose=TRUE)
  Q <- crossprod(Xs); b <- solve(Q, crossprod(Xs, ys)); r <- ys - Xs %*% b; d <- 2*sum(log(diag(R))) + sum(r^2) + (n - m$reml*p)*log(2*pi)
  if (m$reml) d <- d + as.numeric(determinant(Q)$modulus)
  o <- list(d=d, beta=as.numeric(b), vcov=solve(Q), r2=sum(r^2), logdet=2*sum(log(diag(R))), logQ=as.numeric(determinant(Q)$modulus))
  if (grad) { Vi <- chol2inv(R); e <- backsolve(R, r); o$G <- Vi - tcrossprod(e); if (m$reml) { K <- Vi %*% m$X; o$G <- o$G - K %*% o$vcov %*% t(K) }; o$e <- as.numeric(e) }
  o }
profiled <- function(m, covs) {           # the criterion with sigma profiled: covs are relative
  d <- dense(m, marginal(m, covs, 1)); N <- length(m$w) - m$reml*ncol(m$X)
  d$logdet + (if (m$reml) d$logQ else 0) + N*(1 + log(2*pi*d$r2/N)) }
gaussian1 <- function(m, fixedZero=FALSE) {
  sizes <- lapply(m$terms, function(t) sum(STRUCT[[t$str]]$n(t$k))); ends <- cumsum(unlist(sizes)); pick <- function(p, i) p[(ends[i]-sizes[[i]]+1):ends[i]]
  P <- sum(unlist(sizes)) + 1; covs <- function(p) lapply(seq_along(m$terms), function(i) covOf(m$terms[[i]], pick(p,i)))
  sy <- sd(residuals(lm.fit(m$X, as.numeric(m$y) - m$o)))
  clip <- function(p) pmin(pmax(p, -16 + log(sy)*0), 30)
  fn <- function(p) { d <- tryCatch(dense(m, marginal(m, covs(p), exp(2*p[P]))), error=function(e) NULL); if (is.null(d) || !is.finite(d$d)) 1e10 else d$d }
  gr <- function(p) { d <- tryCatch(dense(m, marginal(m, covs(p), exp(2*p[P])), TRUE), error=function(e) NULL); if (is.null(d)) return(rep(0,P)); g <- numeric(P); g[P] <- 2*exp(2*p[P])*sum(diag(d$G)/m$w)
    for (i in seq_along(m$terms)) { t <- m$terms[[i]]; M <- crossprod(t$A, (d$G * t$same) %*% t$A); idx <- (ends[i]-sizes[[i]]+1):ends[i]
      J <- jacobian(function(q) as.numeric(covOf(t, q)$S), p[idx]); g[idx] <- as.numeric(crossprod(J, as.numeric(M))) }
    g }
  bound <- c(unlist(lapply(m$terms, function(t) { n <- STRUCT[[t$str]]$n(t$k); c(rep(NA,n[1]), rep(if (t$str=="us") 1e5 else 28, n[2])) })), NA)
  low <- ifelse(is.na(bound), log(sy)-15, -bound); high <- ifelse(is.na(bound), log(sy)+c(rep(12,P-1),3), bound)
  best <- NULL; set.seed(1)
  starts <- lapply(seq_len(if (P > 9) 4 else 8), function(s) { p <- unlist(lapply(m$terms, function(t) { n <- STRUCT[[t$str]]$n(t$k); ms <- pmax(sqrt(colMeans(t$A^2)), 1e-3); c(log(sy*0.6) - log(if (n[1] == 1) max(ms) else if (all(t$A %in% 0:1) && t$k > 2) rep(1,t$k) else ms), if (t$str=="us") rep(0,n[2]) else rep(c(0.3, -0.3, 1.5, -1)[(s-1) %% 4 + 1], n[2])) })); c(p + (s>1)*rnorm(length(p),0,.5), log(sy*c(.5,.1,.9,.01)[(s-1)%%4+1])) })
  reached <- c()
  for (s in starts) { o <- tryCatch(nlminb(s, fn, gr, lower=low, upper=high, control=list(rel.tol=1e-15, x.tol=1e-12, iter.max=3000, eval.max=5000)), error=function(e) NULL)
    if (is.null(o)) next; reached <- c(reached, o$objective); if (is.null(best) || o$objective < best$objective - 1e-11) best <- o }
  p <- best$par
  for (it in 1:8) { H <- tryCatch(jacobian(gr, p), error=function(e) NULL); if (is.null(H) || any(!is.finite(H))) break; H <- (H+t(H))/2; E <- eigen(H); g <- gr(p); keep <- E$values > 1e-7*max(E$values); st <- -E$vectors[,keep,drop=FALSE] %*% (crossprod(E$vectors[,keep,drop=FALSE], g)/E$values[keep]); ok <- FALSE
    for (h in c(1,.5,.1)) if (fn(p+h*st) < fn(p)) { p <- p + h*as.numeric(st); ok <- TRUE; break }; if (!ok) break }
  d <- dense(m, marginal(m, covs(p), exp(2*p[P])), TRUE); cv <- covs(p); free <- sum(abs(gr(p)))
  list(m2ll=d$d, beta=d$beta, vcov=d$vcov, sigma=exp(p[P]), covs=cv, npar=P+ncol(m$X), gradientMaxAbs=max(abs(gr(p))), reached=range(reached), P=P, e=d$e, p=p)
}
modesOf <- function(m, covs, e) lapply(seq_along(m$terms), function(i) { t <- m$terms[[i]]; Z <- rowsum(t$A * e, t$g); Z %*% covs[[i]]$S })

# ---------- generalised: a dense Laplace approximation with the observed information ----------
laplace <- function(m, family, covs, beta, phi=NULL) {
  Z <- do.call(cbind, lapply(seq_along(m$terms), function(i) { t <- m$terms[[i]]; L <- t(suppressWarnings(chol(covs[[i]]$S + diag(1e-300,t$k), pivot=FALSE))); B <- t$A %*% L; do.call(cbind, lapply(levels(t$g), function(l) B*(t$g==l))) }))
  eta0 <- as.numeric(m$X %*% beta) + m$o; y <- m$y; nn <- 1; if (is.matrix(y)) { nn <- rowSums(y); y <- y[,1] }; if (is.factor(y)) y <- as.integer(y) - 1
  parts <- switch(family, poisson=function(h) { mu <- exp(h); list(l=dpois(y,mu,log=TRUE), s=y-mu, w=mu) }, binomial=function(h) { q <- plogis(h); list(l=dbinom(y,nn,q,log=TRUE), s=y-nn*q, w=nn*q*(1-q)) },
    nbinom2=function(h) { mu <- exp(h); list(l=dnbinom(y,size=phi,mu=mu,log=TRUE), s=phi*(y-mu)/(phi+mu), w=phi*mu*(phi+y)/(phi+mu)^2) })
  u <- numeric(ncol(Z)); f <- parts(eta0); val <- -2*sum(f$l)
  for (it in 1:200) { g <- crossprod(Z, f$s) - u; M <- crossprod(Z*sqrt(f$w)) + diag(ncol(Z)); st <- as.numeric(solve(M, g)); if (sum(g*st) < 1e-20) break; h <- 1
    repeat { un <- u + h*st; fn <- parts(eta0 + as.numeric(Z %*% un)); vn <- -2*sum(fn$l) + sum(un^2); if (is.finite(vn) && vn <= val + 1e-12) break; h <- h/2; if (h < 1e-10) break }
    if (h < 1e-10) break; u <- un; f <- fn; val <- vn }
  M <- crossprod(Z*sqrt(f$w)) + diag(ncol(Z)); list(d=val + as.numeric(determinant(M)$modulus), u=u, eta=eta0 + as.numeric(Z %*% u)) }
inTMB <- c(homdiag="diag", homcs="cs", homtoep="toep", diag="diag", cs="cs", ar1="ar1", toep="toep", us="us")
tmbText <- function(f) { s <- paste(deparse(f, 500), collapse=""); for (n in c("homdiag","homcs","homtoep")) s <- gsub(paste0("\\b",n,"\\("), paste0(inTMB[[n]],"("), s); s }
mapOf <- function(terms) { k <- 0; v <- unlist(lapply(terms, function(t) { n <- STRUCT[[t$str]]$n(t$k); full <- if (t$written=="us" && t$k==1) c(1,0) else if (t$str %in% c("homdiag","homcs","homtoep")) c(t$k, n[2]) else n
    r <- c(if (full[1] != n[1]) rep(k+1, full[1]) else k+seq_len(full[1]), if (full[2]) k+n[1]+seq_len(full[2])); k <<- k + sum(n); r })); if (length(unique(v)) == length(v)) NULL else factor(v) }
tmbFit <- function(cs, dat, m, mzi, starts=5) {
  th <- mapOf(m$terms); thz <- if (is.null(mzi)) NULL else mapOf(mzi$terms); map <- list(); if (!is.null(th)) map$theta <- th; if (!is.null(thz)) map$thetazi <- thz
  call <- list(formula=as.formula(tmbText(as.formula(cs$f))), data=dat, family=cs$family, REML=isTRUE(cs$reml)); if (length(map)) call$map <- map
  if (!is.null(cs$zi)) call$ziformula <- as.formula(tmbText(as.formula(cs$zi))); if (!is.null(cs$disp)) call$dispformula <- as.formula(cs$disp)
  fit <- suppressWarnings(suppressMessages(do.call(glmmTMB, call))); obj <- fit$obj; base <- fit$fit$objective
  fn <- function(p) { v <- suppressWarnings(obj$fn(p)); if (is.finite(v)) as.numeric(v) else 1e10 }; gr <- function(p) as.numeric(obj$gr(p))
  par0 <- fit$fit$par; best <- NULL; set.seed(2); reached <- c()
  for (s in seq_len(starts)) { st <- par0; if (s > 1) { i <- names(par0) %in% c("theta","thetazi"); st[i] <- if (s == 2) 0 else rnorm(sum(i), 0, .7) }
    o <- tryCatch(nlminb(st, fn, gr, control=list(rel.tol=1e-15, x.tol=1e-13, iter.max=2000, eval.max=4000)), error=function(e) NULL); if (is.null(o)) next
    o2 <- tryCatch(optim(o$par, fn, gr, method="BFGS", control=list(reltol=1e-16, maxit=2000)), error=function(e) NULL); if (!is.null(o2) && o2$value < o$objective) { o$par <- o2$par; o$objective <- o2$value }
    reached <- c(reached, 2*o$objective); if (is.null(best) || o$objective < best$objective) best <- o }
  p <- best$par; for (it in 1:6) { H <- jacobian(gr, p); H <- (H+t(H))/2; E <- eigen(H); keep <- E$values > 1e-8*max(E$values); st <- -E$vectors[,keep,drop=FALSE] %*% (crossprod(E$vectors[,keep,drop=FALSE], gr(p))/E$values[keep]); if (fn(p+st) < fn(p)) p <- p + as.numeric(st) else break }
  fn(p); full <- obj$env$last.par; rep <- obj$report(full); H <- jacobian(gr, p); H <- (H+t(H))/2; ev <- eigen(H)$values; V <- if (min(ev) > 1e-6*max(ev)) solve(H) else MASS::ginv(H, tol=1e-8)
  name <- names(par0); list(fit=fit, obj=obj, p=p, name=name, full=full, rep=rep, V=V, m2ll=2*fn(p), default=2*base, gradientMaxAbs=2*max(abs(gr(p))), reached=range(reached), definite=min(ev) > 1e-7*max(ev)) }

# ---------- cases ----------
C <- function(id, data, f, ..., family="gaussian", note="") list(id=id, data=data, f=f, family=family, note=note, ...)
simulate1 <- function() {
  set.seed(20261130); k <- 6; R <- .7^abs(outer(1:k,1:k,"-")); d <- expand.grid(t=1:k, g=sprintf("u%02d",1:24)); d <- d[runif(nrow(d)) > .12,]; d <- d[rep(seq_len(nrow(d)), sample(1:3, nrow(d), TRUE, c(.3,.5,.2))),]
  d$g <- factor(d$g, levels=sprintf("u%02d",1:24)); d$h <- factor(sprintf("h%d", sample(1:5, nrow(d), TRUE))); d$trt <- factor(c("a","b","c")[(as.integer(d$g) %% 3) + 1]); d$x <- round(rnorm(nrow(d)), 3)
  B <- matrix(rnorm(24*k), 24) %*% chol(R); b <- B[cbind(as.integer(d$g), d$t)]; hh <- rnorm(5,0,.5)[as.integer(d$h)]
  d$y <- round(2 + .5*d$x + .3*(d$trt=="b") - .2*d$t + 1.2*b + hh + rnorm(nrow(d),0,.8), 3); d$het <- round(1 + .4*d$x + c(.5,.7,1,1.3,1.6,2)[d$t]*b + rnorm(nrow(d),0,.7), 3)
  d$count <- rpois(nrow(d), exp(.4 + .3*d$x + .8*b)); d$nb <- rnbinom(nrow(d), size=1.5, mu=exp(1 + .3*d$x + .7*b)); d$bin <- rbinom(nrow(d), 1, plogis(.2 + .5*d$x + 1.5*b)); d$zic <- ifelse(runif(nrow(d)) < plogis(-.8 + 1.3*b), 0L, rpois(nrow(d), exp(1 + .3*d$x)))
  d$w <- sample(1:5, nrow(d), TRUE); d$off <- round(rnorm(nrow(d),0,.5), 3); d <- d[sample(nrow(d)),]; for (v in c("count","nb","bin","zic","w","t")) d[[v]] <- as.integer(d[[v]]); d[c("g","t","h","trt","x","y","het","count","nb","bin","zic","w","off")] }
simulate2 <- function() { set.seed(20261201); k <- 20; d <- expand.grid(t=1:k, g=sprintf("s%02d",1:9)); d$g <- factor(d$g); B <- matrix(rnorm(9*k), 9) %*% chol(.85^abs(outer(1:k,1:k,"-"))); d$x <- round(rnorm(nrow(d)),3)
  d$y <- round(5 + .1*d$t + .4*d$x + 1.5*B[cbind(as.integer(d$g), d$t)] + rnorm(nrow(d),0,.6), 3); d$t <- as.integer(d$t); d[runif(nrow(d)) > .12, c("g","t","x","y")] }
simulate3 <- function() { set.seed(20261202); d <- expand.grid(rep=1:2, t=1:4, g=sprintf("p%02d",1:15)); d$g <- factor(d$g); n <- nrow(d); gi <- as.integer(d$g); e <- function(s=.7) rnorm(n,0,s); b <- rnorm(15); B <- matrix(rnorm(60),15); Bc <- B - rowMeans(B); at <- cbind(gi, d$t)
  d$one <- round(1 + 1.3*b[gi] + e(), 3); d$neg <- round(1 + 1.5*Bc[at] + e(), 3); z <- e(); z <- residuals(lm(z ~ d$g)) ; d$none <- round(1 + z + .1*(d$rep-1.5) , 3); d$indep <- round(1 + 1.2*B[at] + e(), 3)
  d$alt <- round(1 + 1.2*b[gi]*(-1)^d$t + e(), 3); d$t <- as.integer(d$t); d[c("g","t","one","neg","none","indep","alt")] }
simulate4 <- function() { e <- MASS::epil; data.frame(y=e$y, trt=e$trt, lbase=e$lbase, lage=e$lage, period=e$period, subject=factor(e$subject)) }
NEW <- list(seriessim=list(simulate1,"simulated, structures.R, seed 20261130","none"), longsim=list(simulate2,"simulated, structures.R, seed 20261201","none"), edgesim=list(simulate3,"simulated, structures.R, seed 20261202","none"), epil=list(simulate4,"MASS::epil (subset of columns)","Thall & Vail (1990) Biometrics 46:657-671; Venables & Ripley (2002)"))
L <- "~ x + trt"; POI <- "poisson"; NB2 <- "nbinom2"; BIN <- "binomial"
CASES <- list(
 C("sleep_ar1","sleepstudy","Reaction ~ Days + ar1(0 + factor(Days) | Subject)",note="the residual variance goes to zero"),
 C("sleep_ar1_reml","sleepstudy","Reaction ~ Days + ar1(0 + factor(Days) | Subject)",reml=TRUE,note="the residual variance goes to zero"),
 C("sleep_ar1_slope","sleepstudy","Reaction ~ Days + (Days | Subject) + ar1(0 + factor(Days) | Subject)",reml=TRUE),
 C("sleep_ar1_ri","sleepstudy","Reaction ~ Days + (1 | Subject) + ar1(0 + factor(Days) | Subject)"),
 C("sleep_cs","sleepstudy","Reaction ~ Days + cs(0 + factor(Days) | Subject)"),
 C("sleep_hetar1","sleepstudy","Reaction ~ Days + hetar1(0 + factor(Days) | Subject)"),
 C("sleep_cs_slope","sleepstudy","Reaction ~ Days + cs(1 + Days | Subject)",reml=TRUE,note="two columns: equals the unstructured term"),
 C("sleep_homdiag","sleepstudy","Reaction ~ Days + homdiag(1 + Days | Subject)"),
 C("sleep_homcs_slope","sleepstudy","Reaction ~ Days + homcs(1 + Days | Subject)"),
 C("sleep_ar1_w","sleepstudy","Reaction ~ Days + ar1(0 + factor(Days) | Subject)",weights="w",reml=TRUE),
 C("sleepna_ar1","sleepna","Reaction ~ Days + ar1(0 + factor(Days) | Subject) + (1 | Subject)",reml=TRUE,omit=TRUE),
 C("ortho_cs","Orthodont","distance ~ age * Sex + cs(0 + factor(age) | Subject)"),
 C("ortho_cs_reml","Orthodont","distance ~ age * Sex + cs(0 + factor(age) | Subject)",reml=TRUE),
 C("ortho_ar1","Orthodont","distance ~ age * Sex + ar1(0 + factor(age) | Subject)",reml=TRUE),
 C("ortho_ar1_ri","Orthodont","distance ~ age * Sex + (1 | Subject) + ar1(0 + factor(age) | Subject)"),
 C("ortho_toep","Orthodont","distance ~ age * Sex + toep(0 + factor(age) | Subject)",flat=TRUE),
 C("ortho_hetar1","Orthodont","distance ~ age * Sex + hetar1(0 + factor(age) | Subject)",reml=TRUE),
 C("machines_cs","Machines","score ~ Machine + cs(0 + Machine | Worker)"),
 C("machines_cs_reml","Machines","score ~ Machine + cs(0 + Machine | Worker)",reml=TRUE),
 C("machines_homcs","Machines","score ~ Machine + homcs(0 + Machine | Worker)",reml=TRUE,note="nlme's pdCompSymm"),
 C("machines_homdiag","Machines","score ~ Machine + homdiag(0 + Machine | Worker)"),
 C("oats_homcs","Oats","yield ~ nitro * Variety + homcs(0 + Variety | Block)",reml=TRUE),
 C("cake_ar1","cake","angle ~ recipe * temperature + ar1(0 + temperature | recipe:replicate)",reml=TRUE),
 C("bodyweight_ar1","BodyWeight","weight ~ Time * Diet + (1 | Rat) + ar1(0 + factor(Time) | Rat)",reml=TRUE),
 C("series_ar1","seriessim",paste("y",L,"+ ar1(0 + factor(t) | g)")),
 C("series_ar1_crossed","seriessim",paste("y",L,"+ ar1(0 + factor(t) | g) + (1 | h)"),reml=TRUE),
 C("series_hetar1","seriessim","het ~ x + hetar1(0 + factor(t) | g)"),
 C("series_cs","seriessim","het ~ x + cs(0 + factor(t) | g)"),
 C("series_homcs","seriessim",paste("y",L,"+ homcs(0 + factor(t) | g)"),reml=TRUE),
 C("series_toep","seriessim","het ~ x + toep(0 + factor(t) | g)"),
 C("series_homtoep","seriessim",paste("y",L,"+ homtoep(0 + factor(t) | g)"),reml=TRUE),
 C("series_homdiag","seriessim",paste("y",L,"+ homdiag(0 + factor(t) | g)")),
 C("series_ar1_wo","seriessim","y ~ x + offset(off) + ar1(0 + factor(t) | g)",weights="w",reml=TRUE),
 C("series_two","seriessim","y ~ x + ar1(0 + factor(t) | g) + homcs(0 + trt | h)"),
 C("long_ar1","longsim","y ~ x + t + ar1(0 + factor(t) | g)"),
 C("long_hetar1","longsim","y ~ x + t + hetar1(0 + factor(t) | g)",flat=TRUE),
 C("pair_ar1","seriessim",paste("y",L,"+ ar1(0 + factor(t) | g)"),subset="t <= 2",reml=TRUE),
 C("triple_toep","seriessim",paste("y",L,"+ toep(0 + factor(t) | g)"),subset="t <= 3"),
 C("edge_cs_one","edgesim","one ~ 1 + homcs(0 + factor(t) | g)",reml=TRUE,flat=TRUE,note="correlation 1"),
 C("edge_cs_neg","edgesim","neg ~ 1 + homcs(0 + factor(t) | g)",reml=TRUE,flat=TRUE,note="correlation -1/3"),
 C("edge_ar1_one","edgesim","one ~ 1 + ar1(0 + factor(t) | g)",flat=TRUE,note="correlation near 1"),
 C("edge_ar1_minus","edgesim","alt ~ 1 + ar1(0 + factor(t) | g)",flat=TRUE,note="correlation near -1"),
 C("edge_ar1_none","edgesim","none ~ 1 + ar1(0 + factor(t) | g)",flat=TRUE,note="a small variance with correlation -1; a variance of 0 is another minimum"),
 C("edge_ar1_indep","edgesim","indep ~ 1 + ar1(0 + factor(t) | g)",reml=TRUE),
 C("edge_toep_neg","edgesim","neg ~ 1 + toep(0 + factor(t) | g)",flat=TRUE),
 C("cbpp_ar1","cbpp","cbind(incidence, size - incidence) ~ period + ar1(0 + period | herd)",family=BIN),
 C("cbpp_homcs","cbpp","cbind(incidence, size - incidence) ~ period + homcs(0 + period | herd)",family=BIN),
 C("epil_ar1","epil","y ~ lbase * trt + lage + ar1(0 + factor(period) | subject)",family=POI),
 C("epil_ar1_ri","epil","y ~ lbase * trt + lage + (1 | subject) + ar1(0 + factor(period) | subject)",family=POI),
 C("epil_toep","epil","y ~ lbase * trt + lage + toep(0 + factor(period) | subject)",family=POI),
 C("epil_hetar1","epil","y ~ lbase * trt + lage + hetar1(0 + factor(period) | subject)",family=POI),
 C("epil_nb_ar1","epil","y ~ lbase * trt + lage + ar1(0 + factor(period) | subject)",family=NB2),
 C("epil_homtoep","epil","y ~ lbase * trt + lage + homtoep(0 + factor(period) | subject)",family=POI),
 C("series_pois_ar1","seriessim","count ~ x + offset(off) + ar1(0 + factor(t) | g) + (1 | h)",family=POI),
 C("series_pois_cs","seriessim","count ~ x + cs(0 + factor(t) | g)",family=POI),
 C("series_nb_ar1","seriessim","nb ~ x + ar1(0 + factor(t) | g)",family=NB2),
 C("series_bin_homcs","seriessim","bin ~ x + homcs(0 + factor(t) | g)",family=BIN),
 C("series_bin_ar1","seriessim","bin ~ x + ar1(0 + factor(t) | g)",family=BIN),
 C("series_zi_ar1","seriessim","zic ~ x + (1 | g)",family=POI,zi="~ 1 + ar1(0 + factor(t) | g)"),
 C("series_zi_count_ar1","seriessim","zic ~ x + ar1(0 + factor(t) | g)",family=POI,zi="~ x"),
 C("salam_homcs","Salamanders","count ~ mined + spp + homcs(0 + spp | site)",family=POI),
 C("salam_cs","Salamanders","count ~ mined + spp + cs(0 + spp | site)",family=NB2),
 C("owls_homdiag","Owls","SiblingNegotiation ~ FoodTreatment + offset(logBroodSize) + homdiag(0 + FoodTreatment | Nest)",family=NB2),
 C("bin_cs_slope","binsim","y ~ x + cs(1 + x | g)",family=BIN))

loadData <- function(name) { meta <- fromJSON(file.path(OUT,"data",paste0(name,".meta.json")), simplifyVector=TRUE)$columns; d <- utils::read.csv(file.path(OUT,"data",paste0(name,".csv")), colClasses="character", na.strings="", check.names=FALSE)
  for (n in names(d)) { t <- meta[[n]]; d[[n]] <- if (t$type == "factor") factor(d[[n]], levels=t$levels, ordered=isTRUE(t$ordered)) else if (t$type == "integer") as.integer(d[[n]]) else as.numeric(d[[n]]) }; d }
pointsOf <- function(covs, terms) list(optimum=covs, half=lapply(covs, function(c) { c$sd <- c$sd/2; c$S <- c$S/4; c }),
  mild=lapply(seq_along(covs), function(i) { t <- terms[[i]]; n <- STRUCT[[t$str]]$n(t$k); q <- c(log(seq(.6,1.4,length.out=n[1])), if (t$str=="us") rep(.2,n[2]) else rep(.4,n[2])*(.8^(seq_len(n[2])-1))); covOf(t, q) }),
  negative=lapply(seq_along(covs), function(i) { t <- terms[[i]]; n <- STRUCT[[t$str]]$n(t$k); covOf(t, c(log(seq(1.3,.7,length.out=n[1])), if (t$str=="us") rep(-.3,n[2]) else rep(-.25,n[2])*(.6^(seq_len(n[2])-1)))) }))
natOf <- function(terms, covs, scale=1) arr(lapply(seq_along(terms), function(i) { n <- STRUCT[[terms[[i]]$str]]$n(terms[[i]]$k)[1]; list(structure=terms[[i]]$str, group=terms[[i]]$group, width=terms[[i]]$k, sd=arr(covs[[i]]$sd[seq_len(n)]*scale), correlation=arr(natural(terms[[i]]$str, covs[[i]]$corr))) }))
vcOf <- function(terms, covs, component=NULL) lapply(seq_along(terms), function(i) { o <- list(group=terms[[i]]$group, structure=terms[[i]]$str, names=arr(colnames(terms[[i]]$A)), sd=arr(covs[[i]]$sd), corr=covs[[i]]$corr); if (!is.null(component)) o$component <- component; o })
run <- function(cs) {
  file <- file.path(OUT,"structures",paste0(cs$id,".json")); if (file.exists(file) && Sys.getenv("FORCE") == "") return(invisible())
  t0 <- proc.time()[[1]]; dat <- loadData(cs$data); f <- as.formula(cs$f); zi <- if (is.null(cs$zi)) NULL else as.formula(cs$zi); used <- intersect(names(dat), c(all.vars(f), all.vars(zi), cs$weights))
  if (!is.null(cs$subset)) dat <- dat[eval(parse(text=cs$subset), dat),]
  if (isTRUE(cs$omit)) dat <- dat[complete.cases(dat[used]),]
  cols <- lapply(dat[used], colmeta); dat <- droplevels(dat); m <- prepare(cs, dat); n <- nrow(dat); gaussian <- cs$family == "gaussian"
  tmbAble <- !any(vapply(m$terms, function(t) t$str == "hetar1", NA)) && is.null(cs$weights)
  mzi <- if (is.null(zi)) NULL else prepare(list(f=cs$zi), dat); peer <- NULL
  if (gaussian) { g <- gaussian1(m); covs <- g$covs
    if (tmbAble && !(max(vapply(m$terms, function(t) sum(STRUCT[[t$str]]$n(t$k)), 0)) > 9)) peer <- tryCatch(tmbFit(cs, dat, m, NULL, starts=1), error=function(e) { message(cs$id, " glmmTMB: ", conditionMessage(e)); NULL })
    re <- modesOf(m, covs, g$e); mu <- as.numeric(m$X %*% g$beta) + m$o; for (i in seq_along(re)) mu <- mu + rowSums(m$terms[[i]]$A * re[[i]][as.integer(m$terms[[i]]$g),,drop=FALSE])
    pts <- pointsOf(lapply(covs, function(c) { c$sd <- c$sd/g$sigma; c$S <- c$S/g$sigma^2; c }), m$terms); if (g$sigma < 1e-4*mean(covs[[1]]$sd)) pts$optimum <- pts$half <- NULL
    at <- lapply(names(pts), function(p) list(point=p, terms=natOf(m$terms, pts[[p]]), value=profiled(m, pts[[p]])))
    r <- list(nobs=n, npar=g$npar, minus2LogLik=g$m2ll, xColumns=arr(colnames(m$X)), beta=arr(g$beta), se=arr(sqrt(diag(g$vcov))), vcov=g$vcov, sigma=g$sigma, varCorr=arr(vcOf(m$terms, covs)),
      gradientMaxAbs=g$gradientMaxAbs, reached=arr(g$reached))
    e <- as.numeric(m$y) - mu
  } else if (tmbAble) { peer <- tmbFit(cs, dat, m, mzi); p <- peer$p; nm <- peer$name
    cv <- function(k) lapply(seq_along(peer$rep[[if (k=="cond") "corr" else "corrzi"]]), function(i) { C <- peer$rep[[if (k=="cond") "corr" else "corrzi"]][[i]]; s <- peer$rep[[if (k=="cond") "sd" else "sdzi"]][[i]]; if (length(s)==1) C <- diag(1) else if (length(C)==0 || nrow(as.matrix(C)) != length(s)) C <- diag(length(s)); list(sd=s, corr=C, S=C*outer(s,s)) })
    covs <- cv("cond"); for (i in seq_along(m$terms)) { k <- m$terms[[i]]$k; if (length(covs[[i]]$sd) != k) covs[[i]] <- list(sd=rep_len(covs[[i]]$sd,k), corr=covs[[i]]$corr, S=NULL); if (m$terms[[i]]$str %in% c("diag","homdiag")) covs[[i]]$corr <- diag(k)
      if (m$terms[[i]]$str == "ar1") { C <- covs[[i]]$corr; r1 <- if (length(C) >= 2 && nrow(as.matrix(C)) > 1) as.matrix(C)[2,1] else { q <- tail(p[nm=="theta"],1); q/sqrt(1+q^2) }; covs[[i]]$corr <- r1^abs(outer(1:k,1:k,"-")) }; covs[[i]]$S <- covs[[i]]$corr*outer(covs[[i]]$sd,covs[[i]]$sd) }
    b <- p[nm=="beta"]; phi <- if (cs$family == NB2) exp(p[nm=="betad"]) else NULL
    bv <- peer$full[names(peer$full)=="b"]; at0 <- 0; re <- list(); for (i in seq_along(m$terms)) { t <- m$terms[[i]]; q <- nlevels(t$g)*t$k; re[[i]] <- matrix(bv[at0+seq_len(q)], nlevels(t$g), t$k, byrow=TRUE); at0 <- at0 + q }
    ib <- which(nm=="beta"); V <- peer$V[ib,ib,drop=FALSE]
    r <- list(nobs=n, npar=length(p), minus2LogLik=peer$m2ll, xColumns=arr(colnames(m$X)), beta=arr(unname(b)), se=arr(unname(sqrt(diag(V)))), vcov=V, sigma=if (is.null(phi)) NULL else unname(phi), varCorr=vcOf(m$terms, covs), gradientMaxAbs=peer$gradientMaxAbs, reached=arr(peer$reached), definite=peer$definite)
    if (!is.null(mzi)) { iz <- which(nm=="betazi"); r$zi <- list(names=arr(colnames(mzi$X)), estimate=arr(unname(p[iz])), se=arr(unname(sqrt(diag(peer$V)[iz])))); if (length(mzi$terms)) { q <- p[nm=="thetazi"]; t <- mzi$terms[[1]]; rho <- q[2]/sqrt(1+q[2]^2); r$varCorr <- c(r$varCorr, vcOf(mzi$terms, list(list(sd=rep(exp(q[1]),t$k), corr=rho^abs(outer(1:t$k,1:t$k,"-")))), "zi")) } }
    r$varCorr <- arr(r$varCorr); mu <- { peer$fit$obj$env$last.par.best <- peer$full; q <- peer$obj$report(peer$full)$mu_predict; h <- as.numeric(m$X %*% b) + m$o; for (i in seq_along(re)) h <- h + rowSums(m$terms[[i]]$A * re[[i]][as.integer(m$terms[[i]]$g),,drop=FALSE]); if (cs$family == BIN) plogis(h) else exp(h) }
    if (!is.null(mzi)) mu <- NULL
    if (is.null(mzi)) { l <- laplace(m, cs$family, covs, b, phi); if (abs(l$d - peer$m2ll) > 1e-5) message(cs$id, ": dense Laplace ", l$d, " against glmmTMB ", peer$m2ll) 
      pts <- pointsOf(covs, m$terms)
      at <- if (is.null(phi)) lapply(names(pts), function(k) { be <- b*(if (k == "half") .9 else 1); list(point=k, terms=natOf(m$terms, pts[[k]]), beta=arr(unname(be)), value=laplace(m, cs$family, pts[[k]], be)$d) }) else list() } else at <- list()
    e <- NULL
  } else { # hetar1: the dense Laplace approximation alone
    nt <- lapply(m$terms, function(t) sum(STRUCT[[t$str]]$n(t$k))); ends <- cumsum(unlist(nt)); P <- sum(unlist(nt)); cvs <- function(p) lapply(seq_along(m$terms), function(i) covOf(m$terms[[i]], p[(ends[i]-nt[[i]]+1):ends[i]]))
    fn <- function(p) tryCatch(laplace(m, cs$family, cvs(p[1:P]), p[-(1:P)])$d, error=function(e) 1e10); b0 <- coef(glm.fit(m$X, m$y, family=get(cs$family)(), offset=rep_len(m$o, n)))
    g1 <- function(p) grad(fn, p, method="simple", method.args=list(eps=1e-6)); best <- NULL; reached <- c()
    for (s in 1:2) { o <- nlminb(c(rep(log(.5),P-1), c(.5,1.2)[s], b0), fn, control=list(rel.tol=1e-13, iter.max=500, eval.max=2000)); reached <- c(reached, o$objective); if (is.null(best) || o$objective < best$objective) best <- o }
    p <- best$par; for (it in 1:3) { H <- hessian(fn, p); g <- grad(fn, p); st <- -solve(H, g); if (fn(p+st) < fn(p)) p <- p+st else break }
    H <- hessian(fn, p); V <- 2*solve(H); covs <- cvs(p[1:P]); b <- p[-(1:P)]; V <- V[-(1:P),-(1:P)]; l <- laplace(m, cs$family, covs, b)
    r <- list(nobs=n, npar=length(p), minus2LogLik=fn(p), xColumns=arr(colnames(m$X)), beta=arr(unname(b)), se=arr(unname(sqrt(diag(V)))), vcov=V, sigma=NULL, varCorr=arr(vcOf(m$terms, covs)), gradientMaxAbs=max(abs(grad(fn,p))), reached=arr(range(reached)), definite=TRUE)
    pts <- pointsOf(covs, m$terms); at <- lapply(names(pts), function(k) list(point=k, terms=natOf(m$terms, pts[[k]]), beta=arr(unname(b)), value=laplace(m, cs$family, pts[[k]], b)$d)); mu <- if (cs$family == BIN) plogis(l$eta) else exp(l$eta)
    re <- list(); u <- l$u; at0 <- 0; for (i in seq_along(m$terms)) { t <- m$terms[[i]]; q <- nlevels(t$g)*t$k; re[[i]] <- matrix(u[at0+seq_len(q)], nlevels(t$g), t$k, byrow=TRUE) %*% chol(covs[[i]]$S); at0 <- at0+q }; e <- NULL }
  if (!is.null(peer)) r$peer <- list(minus2LogLik=peer$m2ll, atDefaults=peer$default)
  r$objectiveAt <- arr(at); r$modes <- arr(lapply(seq_along(m$terms), function(i) list(group=m$terms[[i]]$group, terms=arr(colnames(m$terms[[i]]$A)), levels=arr(levels(m$terms[[i]]$g)), values=unname(re[[i]]))))
  if (!is.null(mu)) r$fitted <- list(first=arr(head(mu,10)), last=arr(tail(mu,3)), sum=sum(mu), sumsq=sum(mu^2))
  if (!is.null(e)) r$rss <- sum(e^2)
  arguments <- c(if (isTRUE(cs$reml)) "REML=TRUE", if (!is.null(cs$weights)) paste0("weights=", cs$weights), if (!is.null(cs$subset)) paste0("subset=", cs$subset), if (!is.null(cs$zi)) paste0("ziformula=", cs$zi))
  writeJ(list(id=cs$id, kind="structure", R=as.character(getRversion()), data=paste0("data/",cs$data,".csv"), formula=cs$f, arguments=arr(arguments), weights=cs$weights, family=cs$family, link=switch(cs$family, gaussian="identity", binomial="logit", "log"),
    method=if (!gaussian) "Laplace" else if (isTRUE(cs$reml)) "REML" else "ML", flat=isTRUE(cs$flat), note=cs$note, columns=cols, result=r), file)
  cat(sprintf("%-20s n %4d  -2logL %.7f  peer %s (default %s)  grad %.1e  sigma %s  reached %s  %.0fs\n", cs$id, n, r$minus2LogLik, if (is.null(peer)) "-" else sprintf("%+.2e", peer$m2ll - r$minus2LogLik), if (is.null(peer)) "-" else sprintf("%+.2e", peer$default - r$minus2LogLik), r$gradientMaxAbs, format(r$sigma, digits=4), paste(sprintf("%.2e", r$reached$v - r$minus2LogLik), collapse=".."), proc.time()[[1]]-t0))
  if (Sys.getenv("VERBOSE") != "") for (i in seq_along(covs)) cat("    ", m$terms[[i]]$str, "sd", format(covs[[i]]$sd, digits=4), " cor", format(natural(m$terms[[i]]$str, covs[[i]]$corr), digits=4), "\n") }
dir.create(file.path(OUT,"structures"), showWarnings=FALSE)
for (n in names(NEW)) if (!file.exists(file.path(OUT,"data",paste0(n,".csv")))) emitData(n, NEW[[n]][[1]](), OUT, NEW[[n]][[2]], NEW[[n]][[3]])
for (cs in CASES) if (grepl(PATTERN, cs$id)) tryCatch(run(cs), error=function(e) message(cs$id, " FAILED: ", conditionMessage(e)))
