using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Tests.Results;

/// <summary>Fits of families with a dispersion, with zero inflation and with dispersion formulas, from their formulas to their results.</summary>
public sealed class FamilyFitTests
{
    public static TheoryData<string> Cases { get; } =
    [
        "tmb_owls_nb2", "tmb_owls_nb1", "tmb_gamma_inv", "tmb_beta", "tmb_betabin", "tmb_salam_disp", "tmb_salam_tweedie", "tmb_salam_hurdle", "tmb_owls_zip", "tmb_owls_nb2_zire", "tmb_ortho_disp",
        "tmb_sleep_gauss_log",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_results_of_a_fit_are_those_of_glmmTMB(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        Table table = reference.Data();
        MixedModelFit fit = MixedModel.Fit(reference.Formula, table, Options(reference));
        JsonNode result = reference.Result;

        // One-sided: never worse than glmmTMB, and no other model either.
        double likelihood = (double)result["logLik"]!;
        Assert.InRange(fit.LogLikelihood.Value, likelihood - 1e-4, likelihood + 1e-2);
        if (result["sigma"] is JsonValue sigma)
        {
            Assert.Equal((double)sigma, fit.Sigma, 2e-3 * (double)sigma);
        }

        Check(result["components"]!["cond"]!, fit.Coefficients);
        Check(result["components"]!["zi"], fit.ZeroInflation?.Coefficients);
        Check(result["components"]!["disp"], fit.Dispersion?.Coefficients);
        double[] first = [.. result["fitted"]!["first"]!.AsArray().Select(v => (double)v!)];
        Assert.All(first.Zip(fit.Fitted), pair => Assert.Equal(pair.First, pair.Second, 1e-2 * Math.Abs(pair.First)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_rows_of_the_fit_are_predicted_as_they_were_fitted(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        Table table = reference.Data();
        MixedModelFit fit = MixedModel.Fit(reference.Formula, table, Options(reference));
        Assert.All(fit.Fitted.Zip(fit.Predict(table)), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * (1 + Math.Abs(pair.First))));
        double[] quantiles = [.. fit.RandomizedQuantileResiduals(5)];
        double mean = quantiles.Average(), variance = quantiles.Sum(q => (q - mean) * (q - mean)) / quantiles.Length;
        Assert.InRange(mean, -0.2, 0.2);
        Assert.InRange(variance, 0.6, id == "tmb_owls_zip" ? 2.2 : 1.4);
    }

    [Theory]
    [InlineData("salam_nb")]
    [InlineData("grouse_nb")]
    [InlineData("owls_nb")]
    public void The_negative_binomial_with_expected_information_is_lme4s(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), new FitOptions { Family = Family.NegativeBinomial2, Missing = MissingValues.Omit, Information = Information.Expected });
        double likelihood = (double)reference.Result["logLik"]!;
        Assert.InRange(fit.LogLikelihood.Value, likelihood - 1e-4, likelihood + 1e-3);
        Assert.Equal((double)reference.Result["nbTheta"]!, fit.Sigma, 2e-3 * fit.Sigma);
    }

    // R's performance 0.10.2: icc(m)$ICC_adjusted and r2_nakagawa(m)$R2_marginal of glmmTMB fits.
    [Theory]
    [InlineData("Owls", "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Family.NegativeBinomial2, 0.1815997, 0.1046493)]
    [InlineData("Owls", "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Family.NegativeBinomial1, 0.2064004, 0.1312691)]
    [InlineData("Salamanders", "count ~ mined + (1 | site)", Family.Tweedie, 0.1246797, 0.4158557)]
    [InlineData("gammasim", "y ~ x + trt + (1 | g)", Family.Gamma, 0.558774, 0.2070966)]
    public void Shares_of_the_variance_are_those_of_performance(string data, string formula, Family family, double icc, double marginal)
    {
        Table table = ReferenceCase.Load(data switch { "Owls" => "tmb_owls_nb2", "Salamanders" => "tmb_salam_disp", _ => "tmb_gamma_log" }).Data();
        JsonNode json = JsonNode.Parse(MixedModel.Fit(formula, table, new FitOptions { Family = family }).ToJson())!;
        Assert.Equal(icc, (double)json["icc"]!["adjusted"]!, 5e-5);
        Assert.Equal(marginal, (double)json["r2"]!["marginal"]!, 5e-5);
    }

    [Fact]
    public void Shares_of_the_variance_are_refused_where_no_variance_of_a_row_is_in_use()
    {
        ReferenceCase reference = ReferenceCase.Load("tmb_beta");
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), Options(reference));
        Assert.Contains("beta family", Assert.Throws<InvalidOperationException>(() => fit.VarianceDecomposition()).Message, StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(fit.ToJson())!["icc"]!["adjusted"]);
    }

    [Fact]
    public void Responses_are_simulated_with_their_dispersion_and_their_zeros()
    {
        ReferenceCase reference = ReferenceCase.Load("tmb_owls_zip");
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), Options(reference));
        double[][] draws = fit.Simulate(40, seed: 3, SimulatedEffects.Modes);
        double zeros = draws.Average(d => d.Count(y => y == 0) / (double)d.Length);
        Assert.Equal(156 / 599.0, zeros, 0.03);
        Assert.Equal(fit.Fitted.Average(), draws.Average(d => d.Average()), 0.3);
    }

    [Fact]
    public void What_is_computed_from_one_linear_predictor_is_refused_with_several()
    {
        ReferenceCase reference = ReferenceCase.Load("tmb_owls_zip");
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), Options(reference));
        Assert.Contains("zero inflation", Assert.Throws<InvalidOperationException>(() => fit.Influence()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ x + (1 | g)", Family.Gamma, null, null, "gamma family is a number above 0")]
    [InlineData("y ~ x + (1 | g)", Family.StudentT, "~ 1", null, "no zero inflation")]
    [InlineData("y ~ x + (1 | g)", Family.Poisson, null, "~ x", "no dispersion")]
    [InlineData("y ~ x + (1 | g)", Family.Gaussian, null, "y ~ x", "has a response")]
    [InlineData("y ~ x + (1 | g)", Family.Gaussian, null, "~ nothing", "nothing")]
    public void What_cannot_be_fitted_says_why(string formula, Family family, string? inflation, string? dispersion, string part)
    {
        Table table = Table.ReadCsv(new StringReader("y,x,g\n0,1,a\n1,2,a\n2,1,b\n4,3,b\n3,2,c\n1,4,c\n"));
        Exception error = Assert.ThrowsAny<Exception>(() => MixedModel.Fit(formula, table, new FitOptions { Family = family, ZeroInflation = inflation, Dispersion = dispersion }));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.True(error is MixedModelException or ArgumentException, error.GetType().Name);
    }

    [Theory]
    [InlineData(Family.Gamma, WeightKind.Frequency, "gamma model has no weights of kind Frequency")]
    [InlineData(Family.BetaBinomial, WeightKind.Frequency, "beta-binomial model has no weights of kind Frequency")]
    [InlineData(Family.Tweedie, WeightKind.Trials, "Tweedie model has no weights of kind Trials")]
    [InlineData(Family.Gaussian, WeightKind.Trials, "linear model")]
    public void Weights_of_a_kind_that_the_family_does_not_have_are_refused(Family family, WeightKind kind, string part)
    {
        Table table = Table.ReadCsv(new StringReader("y,x,g,w\n1,1,a,2\n1,2,a,2\n0,1,b,2\n1,3,b,3\n0,2,c,1\n1,4,c,1\n"));
        string message = Assert.Throws<ModelDataException>(() => MixedModel.Fit("y ~ x + (1 | g)", table, new FitOptions { Family = family, Weights = "w", WeightKind = kind })).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_a_value_of_another_predictor_is_left_out()
    {
        Table table = Table.ReadCsv(new StringReader("y,x,z,g\n0,1,1,a\n1,2,2,a\n2,1,,b\n4,3,1,b\n3,2,3,c\n1,4,2,c\n5,2,1,d\n2,2,2,d\n7,1,1,d\n"));
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", table, new FitOptions { Dispersion = "~ z", Missing = MissingValues.Omit });
        Assert.Equal(8, fit.Fitted.Length);
        Assert.Equal(["(Intercept)", "z"], fit.Dispersion!.Coefficients.Names.AsEnumerable());
        Assert.True(double.IsNaN(fit.Sigma));
    }

    private static FitOptions Options(ReferenceCase reference) => new()
    {
        Family = (string)reference.Node["family"]! switch
        {
            "nbinom2" => Family.NegativeBinomial2,
            "nbinom1" => Family.NegativeBinomial1,
            "truncated_poisson" => Family.TruncatedPoisson,
            var name => Enum.Parse<Family>(name, ignoreCase: true),
        },
        Link = Enum.Parse<Link>((string)reference.Node["link"]!, ignoreCase: true),
        Missing = MissingValues.Omit,
        ZeroInflation = Argument(reference, "ziformula="),
        Dispersion = Argument(reference, "dispformula="),
    };

    private static string? Argument(ReferenceCase reference, string name) =>
        reference.Node["arguments"]!.AsArray().Select(a => (string)a!).FirstOrDefault(a => a.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static void Check(JsonNode? expected, IEnumerable<Coefficient>? actual)
    {
        if (expected?["estimate"] is null || actual is null)
        {
            return;
        }

        double[] estimates = [.. expected["estimate"]!.AsArray().Select(v => (double)v!)], errors = [.. estimates.Select((_, i) => (double?)expected["se"]?[i] ?? double.NaN)];
        Assert.All(actual.Zip(estimates, errors), row =>
        {
            // glmmTMB 1.1.5 gives no standard error of a constant dispersion.
            Assert.Equal(row.Second, row.First.Estimate, double.IsNaN(row.Third) ? 3e-3 : 5e-3 * row.Third);
            Assert.Equal(double.IsNaN(row.Third) ? row.First.StandardError : row.Third, row.First.StandardError, 1e-2 * row.First.StandardError);
        });
    }
}
