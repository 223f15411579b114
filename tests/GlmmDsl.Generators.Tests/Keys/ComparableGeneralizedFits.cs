using GlmmDsl.Generators.Tests.Columns;
using GlmmDsl.Inference;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Tests.Keys;

/// <summary>The comparisons that key types of generalised models allow and forbid at compile time; the run-time check agrees.</summary>
public sealed class ComparableGeneralizedFits
{
    private const string Models = GeneralizedRows.Source + """

        [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)", Family.Binomial)] public sealed partial class Logit;
        [GeneralizedLinearMixedModel<Row>("Y ~ X * Arm + (1 | G)", Family.Binomial)] public sealed partial class Larger;
        [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)", Family.Binomial, Link = Link.Cloglog)] public sealed partial class Cloglog;
        [GeneralizedLinearMixedModel<Row>("Y ~ X", Family.Binomial)] public sealed partial class FixedOnly;
        [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)", Family.Poisson)] public sealed partial class Poisson;
        [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)", Family.Poisson, Offset = "log(Exposure)")] public sealed partial class Rate;
        [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)", Family.Binomial, Weights = "Times", WeightKind = WeightKind.Frequency)] public sealed partial class Counted;
        [GeneralizedLinearMixedModel<Row>("cbind(Good, Bad) ~ X + (1 | G)", Family.Binomial)] public sealed partial class Pairs;
        [GeneralizedLinearMixedModel<Row>("cbind(Good, Bad) ~ 1 + (1 | G)", Family.Binomial)] public sealed partial class SmallPairs;
        [GeneralizedLinearMixedModel<Row>("Good ~ X + (1 | G)", Family.Poisson)] public sealed partial class Goods;
        [GeneralizedLinearMixedModel<Row>("Share ~ X + (1 | G)", Family.Binomial, Trials = "Size")] public sealed partial class Shares;
        [GeneralizedLinearMixedModel<Row>("Share ~ 1 + (1 | G)", Family.Binomial, Weights = "Size", WeightKind = WeightKind.Trials)] public sealed partial class SmallShares;
        [GeneralizedLinearMixedModel<Row>("Y ~ X + (1 | G)", Family.Poisson, ZeroInflation = "~ Arm")] public sealed partial class Inflated;
        [GeneralizedLinearMixedModel<Row>("I(X + 1) ~ Arm + (1 | G)", Family.Gamma)] public sealed partial class Positive;
        [GeneralizedLinearMixedModel<Row>("I(X + 1) ~ Arm + (1 | G)", Family.Lognormal, Dispersion = "~ Arm")] public sealed partial class Skewed;
        [GeneralizedLinearMixedModel<Row>("I(X + 1) ~ Arm + (1 | G)", Family.Poisson)] public sealed partial class Counts;
        [LinearMixedModel<Row>("Y ~ X + (1 | G)")] public sealed partial class Linear;
        [LinearMixedModel<Row>("Good ~ X + (1 | G)")] public sealed partial class LinearGoods;
        """;

    /// <summary>Two fits that compare.</summary>
    private static readonly (string First, string Second)[] Legitimate =
    [
        ("Logit.FitLaplace(Row.All)", "Larger.FitLaplace(Row.All)"),
        ("Logit.FitQuadrature(Row.All, 7)", "Larger.FitQuadrature(Row.All, 7)"),
        ("Logit.FitFast(Row.All)", "Larger.FitFast(Row.All)"),
        ("Logit.FitLaplace(Row.All)", "Cloglog.FitLaplace(Row.All)"),
        ("Logit.FitLaplace(Row.All)", "Cloglog.FitLaplace(Row.All, new() { Information = Information.Expected })"),
        ("Logit.FitLaplace(Row.All)", "Poisson.FitLaplace(Row.All)"),
        ("Logit.FitLaplace(Row.All)", "Rate.FitLaplace(Row.All)"),
        ("Logit.FitLaplace(Row.All)", "FixedOnly.FitLaplace(Row.All)"),
        ("Logit.FitQuadrature(Row.All, 7)", "FixedOnly.FitQuadrature(Row.All, 9)"),
        ("Pairs.FitLaplace(Row.All)", "SmallPairs.FitLaplace(Row.All)"),
        ("Poisson.FitLaplace(Row.All)", "Inflated.FitLaplace(Row.All)"),
        ("Positive.FitLaplace(Row.All)", "Skewed.FitLaplace(Row.All)"),
        ("Shares.FitLaplace(Row.All)", "SmallShares.FitLaplace(Row.All)"),
    ];

    /// <summary>Two fits that compare neither for the compiler nor for the run.</summary>
    private static readonly (string First, string Second)[] Misuses =
    [
        ("Logit.FitLaplace(Row.All)", "Logit.FitQuadrature(Row.All, 7)"),
        ("Logit.FitLaplace(Row.All)", "Larger.FitFast(Row.All)"),
        ("Logit.FitFast(Row.All)", "Larger.FitQuadrature(Row.All, 7)"),
        ("Logit.FitLaplace(Row.All)", "Linear.FitMl(Row.All)"),
        ("Logit.FitQuadrature(Row.All, 7)", "Linear.FitMl(Row.All)"),
        ("Poisson.FitLaplace(Row.All)", "Linear.FitMl(Row.All)"),
        ("Poisson.FitLaplace(Row.All)", "Linear.FitReml(Row.All)"),
        ("Goods.FitLaplace(Row.All)", "LinearGoods.FitMl(Row.All)"),
        ("Positive.FitLaplace(Row.All)", "Counts.FitLaplace(Row.All)"),
        ("Pairs.FitLaplace(Row.All)", "Goods.FitLaplace(Row.All)"),
        ("Logit.FitLaplace(Row.All)", "Pairs.FitLaplace(Row.All)"),
        ("Logit.FitLaplace(Row.All)", "Counted.FitLaplace(Row.All)"),
    ];

    /// <summary>Two fits of one type that only the run knows to differ, and what it says.</summary>
    private static readonly (string First, string Second, string Message)[] OnlyTheRunSees =
    [
        ("Cloglog.FitLaplace(Row.All)", "Cloglog.FitLaplace(Row.All, new() { Information = Information.Expected })", "Expected information"),
        ("Logit.FitQuadrature(Row.All, 7)", "Logit.FitQuadrature(Row.All, 9)", "quadrature with 9 nodes"),
        ("Logit.FitLaplace(Row.All)", "Logit.FitLaplace(Row.All[1..])", "143"),
    ];

    private static readonly ProbeSet Probes = new("ComparableGeneralizedFits", Models, [
        .. Legitimate.Select(p => ("", $"var a = {p.First}; var b = {p.Second}; return a.Aic < b.Aic || a.Bic - b.Bic > 2 || Best(a, b) is not null;")),
        .. Misuses.Select(p => ("", $"return ModelComparison.Aic({p.First}, {p.Second});")),
        .. OnlyTheRunSees.Select(p => ("", $"return {p.First}.Aic < {p.Second}.Aic;")),
    ], "private static IMlFit<TResponse> Best<TResponse>(IMlFit<TResponse> first, IMlFit<TResponse> second) => first.Aic < second.Aic ? first : second;");

    private static readonly Lazy<ILookup<string, string>> Errors = new(() =>
    {
        string source = "public static class Uses {\n" + string.Join("\n", Misuses.Select((p, i) => $"public static bool Use{i}() => {Title(p)};")) + "\n}";
        string[] lines = (TypedCompilation.Usings + source).Split('\n');
        return TypedCompilation.Diagnostics(Models, source)
            .Where(d => d.Severity == DiagnosticSeverity.Error)
            .ToLookup(
                d => d.Location.SourceTree!.FilePath == "Source1.cs" ? lines[d.Location.GetLineSpan().StartLinePosition.Line].Split("=> ")[1] : "",
                d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    });

    public static TheoryData<string> LegitimateUses => [.. Legitimate.Select(Title)];

    public static TheoryData<string> MisusesOfCriteria => [.. Misuses.Select(Title)];

    public static TheoryData<string> SeenByTheRun => [.. OnlyTheRunSees.Select(p => Title((p.First, p.Second)))];

    [Theory]
    [MemberData(nameof(LegitimateUses))]
    public void Comparable_fits_compare_at_build_and_at_run(string pair) =>
        Probes.Run<bool>(Array.FindIndex(Legitimate, p => Title(p) == pair));

    [Theory]
    [MemberData(nameof(MisusesOfCriteria))]
    public void Incomparable_fits_compare_neither_at_build_nor_at_run(string pair)
    {
        Assert.NotEmpty(Errors.Value[pair + ";"]);
        Assert.Throws<IncomparableFitsException>(() => Probes.Run<CriterionComparison>(Legitimate.Length + Array.FindIndex(Misuses, p => Title(p) == pair)));
    }

    [Theory]
    [MemberData(nameof(SeenByTheRun))]
    public void Arguments_and_rows_are_the_runs_to_compare(string pair)
    {
        int index = Array.FindIndex(OnlyTheRunSees, p => Title((p.First, p.Second)) == pair);
        var error = Assert.Throws<IncomparableFitsException>(() => Probes.Run<bool>(Legitimate.Length + Misuses.Length + index));
        Assert.Contains(OnlyTheRunSees[index].Message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_the_misuses_is_an_error() => Assert.Empty(Errors.Value[""]);

    [Fact]
    public void The_key_is_readable_in_the_compilers_message()
    {
        string message = string.Join("\n", Errors.Value["Logit.FitLaplace(Row.All).Aic < Logit.FitQuadrature(Row.All, 7).Aic;"]);
        Assert.Contains("Row_Y_counts_by_Laplace", message, StringComparison.Ordinal);
        Assert.Contains("Row_Y_counts_by_Quadrature", message, StringComparison.Ordinal);
    }

    private static string Title((string First, string Second) pair) => $"{pair.First}.Aic < {pair.Second}.Aic";
}
