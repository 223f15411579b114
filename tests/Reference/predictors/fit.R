# How cases.json was made: R 4.2.2, glmmTMB 1.1.5; the data are simulated. The lower of two optimisers with a positive definite Hessian is recorded.
library(glmmTMB); library(jsonlite)
for (case in fromJSON("cases.json", simplifyDataFrame = FALSE)) {
  dat <- read.csv(paste0(case$name, ".csv"), stringsAsFactors = TRUE)
  family <- switch(case$family, beta = beta_family(case$link), t = t_family(case$link), get(case$family)(case$link))
  arguments <- list(as.formula(case$formula), data = dat, family = family, ziformula = as.formula(if (is.null(case$zi)) "~0" else case$zi),
                    dispformula = as.formula(if (is.null(case$disp)) "~1" else case$disp))
  fits <- list(do.call(glmmTMB, arguments),
               do.call(glmmTMB, c(arguments, list(control = glmmTMBControl(optimizer = optim, optArgs = list(method = "BFGS"), optCtrl = list(maxit = 1000))))))
  fits <- Filter(function(m) m$sdr$pdHess, fits)
  best <- fits[[which.min(sapply(fits, function(m) m$fit$objective))]]
  cat(case$name, 2 * best$fit$objective, best$fit$par, "\n")
}
