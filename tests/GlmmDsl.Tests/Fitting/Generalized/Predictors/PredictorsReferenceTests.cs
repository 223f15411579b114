using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>
/// Simulated models with zero inflation, dispersion formulas and truncated families against glmmTMB (<c>tests/Reference/predictors/fit.R</c>). Searches of several of them once ended elsewhere: at a zero
/// inflation of 0, at a perfect correlation, or where conditional modes part.
/// </summary>
public class PredictorsReferenceTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Reference", "predictors");

    private static readonly JsonArray Cases = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json")))!.AsArray();

    public static TheoryData<string> Names { get; } = [.. Cases.Select(c => (string)c!["name"]!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_fit_is_no_worse_than_that_of_glmmTMB_and_has_its_coefficients(string name)
    {
        JsonNode reference = Cases.First(c => (string)c!["name"]! == name)!;
        MixedModelFit fit = Fit(reference);
        Assert.NotEqual(Verdict.NotConverged, fit.Verdict);
        double expected = (double)reference["minus2LogLik"]!;
        Assert.Equal(expected, MinusTwice(fit), 1e-3);
        Assert.True(MinusTwice(fit) <= expected + 1e-5, FormattableString.Invariant($"{MinusTwice(fit)} against {expected}"));
        Near(reference["beta"]!, [.. fit.Coefficients.Select(c => (c.Estimate, c.StandardError))]);
        if (fit.ZeroInflation is { } inflation)
        {
            Near(reference["betazi"]!, [.. inflation.Coefficients.Select(c => (c.Estimate, c.StandardError))]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_objective_at_the_estimates_is_that_of_the_fit(string name)
    {
        MixedModelFit fit = Fit(Cases.First(c => (string)c!["name"]! == name)!);
        Assert.Equal(MinusTwice(fit), fit.CriterionAt(new CriterionPoint([.. fit.Theta]) { Beta = [.. fit.Coefficients.Select(c => c.Estimate)] }), 1e-6);
    }

    private static double MinusTwice(MixedModelFit fit) => -2 * fit.LogLikelihood.Value;

    /// <summary>glmmTMB stops where its gradient is small for its own purposes: within a hundredth of a standard error.</summary>
    private static void Near(JsonNode expected, (double Estimate, double Error)[] found)
    {
        double[] numbers = [.. expected.AsArray().Select(e => (double)e!)];
        Assert.Equal(numbers.Length, found.Length);
        Assert.All(numbers.Zip(found), pair => Assert.Equal(pair.First, pair.Second.Estimate, 0.01 * pair.Second.Error));
    }

    private static MixedModelFit Fit(JsonNode reference)
    {
        var options = new FitOptions
        {
            Family = Named((string)reference["family"]!),
            Link = Enum.Parse<Link>((string)reference["link"]!, ignoreCase: true),
            ZeroInflation = (string?)reference["zi"],
            Dispersion = (string?)reference["disp"],
        };
        Table table = Table.ReadCsv(Path.Combine(Folder, (string)reference["name"]! + ".csv"));
        return MixedModel.Fit((string)reference["formula"]!, table, options);
    }

    private static Family Named(string name) => name switch
    {
        "nbinom1" => Family.NegativeBinomial1,
        "nbinom2" => Family.NegativeBinomial2,
        "genpois" => Family.GeneralizedPoisson,
        "betabinomial" => Family.BetaBinomial,
        "beta" => Family.Beta,
        "t" => Family.StudentT,
        "ziGamma" => Family.Gamma,
        "truncated_poisson" => Family.TruncatedPoisson,
        "truncated_nbinom1" => Family.TruncatedNegativeBinomial1,
        "truncated_nbinom2" => Family.TruncatedNegativeBinomial2,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
