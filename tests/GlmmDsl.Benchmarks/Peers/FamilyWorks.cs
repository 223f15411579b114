namespace GlmmDsl.Benchmarks.Peers;

/// <summary>One work for each family with a dispersion, and for zero inflation and hurdles, on the data sets of the reference cases.</summary>
internal static class FamilyWorks
{
    private const string Owls = "SiblingNegotiation ~ FoodTreatment * SexParent + offset(log(BroodSize)) + (1 | Nest)";
    private const string OwlsMain = "SiblingNegotiation ~ FoodTreatment + SexParent + offset(log(BroodSize)) + (1 | Nest)";
    private const string Salamanders = "count ~ spp + mined + (1 | site)";

    /// <summary>All of them, by name.</summary>
    public static IEnumerable<(string Name, Func<PeerWork> Make)> All(string referenceFolder) => List(referenceFolder).Select(w => (w.Name, (Func<PeerWork>)(() => w)));

    private static IEnumerable<FamilyWork> List(string folder)
    {
        FamilyWork Make(string name, string data, string formula, string? rFamily, FitOptions options, int zeroEvery = 0, params string[] factors) =>
            new(folder, name, data, formula) { Options = options, RFamily = rFamily, Factors = factors, ZeroEvery = zeroEvery };
        FitOptions Of(Family family, Link link = default, string? zi = null, string? disp = null) => new() { Family = family, Link = link, ZeroInflation = zi, Dispersion = disp };
        yield return Make("gamma", "gammasim", "y ~ x + trt + (1 | g)", "Gamma(link = \"log\")", Of(Family.Gamma, Link.Log), factors: "g");
        yield return Make("inverse-gaussian", "igsim", "y ~ x + (1 | g)", null, Of(Family.InverseGaussian, Link.Log), factors: "g");
        yield return Make("gaussian-disp", "Orthodont", "distance ~ age * Sex + (1 | Subject)", "gaussian", Of(Family.Gaussian, disp: "~ Sex"), factors: "Subject");
        yield return Make("gaussian-log", "sleepstudy", "Reaction ~ Days + (1 | Subject)", "gaussian(link = \"log\")", Of(Family.Gaussian, Link.Log), factors: "Subject");
        yield return Make("lognormal", "gammasim", "y ~ x + trt + (1 | g)", null, Of(Family.Lognormal), factors: "g");
        yield return Make("student-t", "sleepstudy", "Reaction ~ Days + (1 | Subject)", "t_family", Of(Family.StudentT), factors: "Subject");
        yield return Make("tweedie", "Salamanders", "count ~ mined + (1 | site)", "tweedie", Of(Family.Tweedie), factors: "site");
        yield return Make("beta", "betasim", "y ~ x + (1 | g)", "beta_family", Of(Family.Beta), factors: "g");
        yield return Make("beta-binomial", "binsim", "cbind(succ, m - succ) ~ x + f + (1 | g)", "betabinomial", Of(Family.BetaBinomial), factors: ["g", "f"]);
        yield return Make("nbinom1", "Owls", Owls, "nbinom1", Of(Family.NegativeBinomial1), factors: "Nest");
        yield return Make("nbinom2", "Owls", Owls, "nbinom2", Of(Family.NegativeBinomial2), factors: "Nest");
        yield return Make("nbinom2-disp", "Salamanders", Salamanders, "nbinom2", Of(Family.NegativeBinomial2, disp: "~ DOY"), factors: "site");
        yield return Make("generalized-poisson", "Owls", Owls, "genpois", Of(Family.GeneralizedPoisson), factors: "Nest");
        yield return Make("zi-poisson", "Owls", Owls, "poisson", Of(Family.Poisson, zi: "~ 1"), factors: "Nest");
        yield return Make("zi-nbinom1", "Owls", Owls, "nbinom1", Of(Family.NegativeBinomial1, zi: "~ 1"), factors: "Nest");
        yield return Make("zi-nbinom2", "Salamanders", "count ~ spp * mined + (1 | site)", "nbinom2", Of(Family.NegativeBinomial2, zi: "~ mined"), factors: "site");
        yield return Make("zi-random-poisson", "Owls", OwlsMain, "poisson", Of(Family.Poisson, zi: "~ FoodTreatment + (1 | Nest)"), factors: "Nest");
        yield return Make("zi-random-nbinom2", "Owls", OwlsMain, "nbinom2", Of(Family.NegativeBinomial2, zi: "~ FoodTreatment + (1 | Nest)"), factors: "Nest");
        yield return Make("hurdle-poisson", "Salamanders", Salamanders, "truncated_poisson", Of(Family.TruncatedPoisson, zi: "~ spp + mined"), factors: "site");
        yield return Make("hurdle-nbinom1", "Owls", Owls, "truncated_nbinom1", Of(Family.TruncatedNegativeBinomial1, zi: "~ 1"), factors: "Nest");
        yield return Make("hurdle-nbinom2", "Owls", Owls, "truncated_nbinom2", Of(Family.TruncatedNegativeBinomial2, zi: "~ 1"), factors: "Nest");
        yield return Make("hurdle-gamma", "gammasim", "y ~ x + trt + (1 | g)", "ziGamma(link = \"log\")", Of(Family.Gamma, Link.Log, zi: "~ x"), zeroEvery: 5, factors: "g");
    }
}
