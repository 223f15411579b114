using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Tests.Keys;

/// <summary>The comparisons that key types allow and forbid at compile time.</summary>
public sealed class ComparableFits
{
    private const string Models = """
        public enum Arm { Placebo, Drug }

        public sealed record Row(double Y, double Week, Arm Arm, string G, double W, double N)
        {
            public static Row[] All => Enumerable.Range(0, 60).Select(i => new Row(Math.Sin(i) + i % 4, i * 7 % 11, (Arm)(i * 3 % 5 % 2), "g" + i % 4, 1 + i % 3, 1 + i % 6)).ToArray();
        }

        public sealed record Other(double Y, double Week, Arm Arm, string G);

        [LinearMixedModel<Row>("Y ~ Week * Arm + (1 | G)")] public sealed partial class Full;
        [LinearMixedModel<Row>("Y ~ Arm + Arm:Week + Week + (Week | G)")] public sealed partial class Respelt;
        [LinearMixedModel<Row>("Y ~ (Week + Arm)^2 + (1 | G)")] public sealed partial class Squared;
        [LinearMixedModel<Row>("Y ~ Week + (1 | G)")] public sealed partial class Small;
        [LinearMixedModel<Row>("Y ~ 0 + Week + (1 | G)")] public sealed partial class NoIntercept;
        [LinearMixedModel<Row>("Y ~ Arm + (1 | G)")] public sealed partial class Treated;
        [LinearMixedModel<Row>("Y ~ Arm + (1 | G)", Contrasts = "Arm=sum")] public sealed partial class Summed;
        [LinearMixedModel<Row>("Y ~ Week + (1 | G)", Weights = "W")] public sealed partial class Weighted;
        [LinearMixedModel<Row>("Y ~ Week + (1 | G)", Offset = "log(N)")] public sealed partial class Offset;
        [LinearMixedModel<Row>("Y ~ Week + (1 | G)", Missing = MissingValues.Omit)] public sealed partial class Lenient;
        [LinearMixedModel<Row>("log(Y + 9) ~ Week + (1 | G)")] public sealed partial class Logged;
        [LinearMixedModel<Other>("Y ~ Week + (1 | G)")] public sealed partial class OtherRows;
        """;

    private static readonly string[] Legitimate =
    [
        "Full.FitReml(Row.All).Aic < Respelt.FitReml(Row.All).Aic",
        "Full.FitReml(Row.All).Aic - Squared.FitReml(Row.All).Aic > 2",
        "Full.FitMl(Row.All).Aic < Small.FitMl(Row.All).Aic",
        "Full.FitMl(Row.All).Bic >= NoIntercept.FitMl(Row.All).Bic",
        "Treated.FitMl(Row.All).LogLikelihood > Summed.FitMl(Row.All).LogLikelihood",
        "Offset.FitMl(Row.All).Aic < Small.FitMl(Row.All).Aic",
        "new[] { Small.FitMl(Row.All).Aic, Full.FitMl(Row.All).Aic }.Min() == Small.FitMl(Row.All).Aic",
        "Best(Small.FitMl(Row.All), Full.FitMl(Row.All)) != null",
        "new[] { Full.FitReml(Row.All), Full.FitReml(Row.All) }.MinBy(f => f.Aic) != null",
        "Full.FitReml(Row.All).Aic.Value < Small.FitMl(Row.All).Aic.Value",

        // The order of criteria without types is checked at run time.
        "Small.FitMl(Row.All).Result.Aic < Full.FitMl(Row.All).Result.Aic",
    ];

    private const string TwoDesigns = "Treated.FitReml(Row.All).Aic < Small.FitReml(Row.All).Aic";

    private static readonly string[] Misuses =
    [
        TwoDesigns,
        "Full.FitReml(Row.All).Aic < Small.FitReml(Row.All).Aic",
        "Full.FitReml(Row.All).Aic - Small.FitReml(Row.All).Aic > 2",
        "Small.FitReml(Row.All).Aic < NoIntercept.FitReml(Row.All).Aic",
        "Treated.FitReml(Row.All).Aic < Summed.FitReml(Row.All).Aic",
        "Small.FitReml(Row.All).Aic < Offset.FitReml(Row.All).Aic",
        "Small.FitMl(Row.All).Aic < Weighted.FitMl(Row.All).Aic",
        "Small.FitMl(Row.All).Aic < Lenient.FitMl(Row.All).Aic",
        "Small.FitMl(Row.All).Aic < Logged.FitMl(Row.All).Aic",
        "Small.FitMl(Row.All).Aic < OtherRows.FitMl(new Other[0]).Aic",
        "Small.FitMl(Row.All).Aic < Small.FitReml(Row.All).Aic",
        "Small.FitMl(Row.All).Aic < Small.FitMl(Row.All).Bic",
        "Small.FitMl(Row.All).Aic < 100.0",
        "((Small.Fit)Small.FitMl(Row.All)).Aic.Value > 0",
        "Best(Small.FitMl(Row.All), Logged.FitMl(Row.All)) != null",
        "new[] { Small.FitReml(Row.All).Aic, Full.FitReml(Row.All).Aic }.Length > 0",
    ];

    /// <summary>The compiler's errors by expression, from one compilation of them all.</summary>
    private static readonly Lazy<ILookup<string, string>> Errors = new(() =>
    {
        string[] expressions = [.. Legitimate, .. Misuses];
        string source = $$"""
            public static class Uses
            {
                private static IMlFit<TResponse> Best<TResponse>(IMlFit<TResponse> first, IMlFit<TResponse> second) => first.Aic < second.Aic ? first : second;
            {{string.Join("\n", expressions.Select((e, i) => $"    public static bool Use{i}() => {e};"))}}
            }
            """;
        string[] lines = (TypedCompilation.Usings + source).Split('\n');
        return TypedCompilation.Diagnostics(Models, source)
            .Where(d => d.Severity == DiagnosticSeverity.Error)
            .ToLookup(
                d => expressions.FirstOrDefault(e => lines[d.Location.GetLineSpan().StartLinePosition.Line].EndsWith($"=> {e};", StringComparison.Ordinal), ""),
                d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    });

    public static TheoryData<string> LegitimateUses => [.. Legitimate];

    public static TheoryData<string> MisusesOfCriteria => [.. Misuses];

    [Theory]
    [MemberData(nameof(LegitimateUses))]
    public void Comparable_criteria_compare(string expression) => Assert.Empty(Errors.Value[expression]);

    [Theory]
    [MemberData(nameof(MisusesOfCriteria))]
    public void Incomparable_criteria_do_not_compile(string expression) => Assert.NotEmpty(Errors.Value[expression]);

    [Fact]
    public void Criteria_of_the_same_types_but_different_rows_throw() =>
        Assert.Equal("Rows", Probe.Run<string>(Models, """
            try
            {
                return Full.FitMl(Row.All).Aic < Small.FitMl(Row.All.Take(50)).Aic ? "less" : "more";
            }
            catch (IncomparableFitsException e)
            {
                return e.Difference.ToString();
            }
            """));

    [Fact]
    public void The_order_of_rows_does_not_matter() =>
        Assert.True(Probe.Run<bool>(Models, "return Math.Abs(Full.FitReml(Row.All).Aic - Respelt.FitReml(Row.All.Reverse()).Aic) < 100;"));

    [Fact]
    public void The_key_is_readable_in_the_compilers_message()
    {
        string message = string.Join("\n", Errors.Value[TwoDesigns]);
        Assert.Contains("Row_Y_by_Arm", message, StringComparison.Ordinal);
        Assert.Contains("Row_Y_by_Week", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_key_is_cut_and_hashed()
    {
        string columns = string.Join(", ", Enumerable.Range(0, 30).Select(i => $"double Predictor{i}"));
        string terms = string.Join(" + ", Enumerable.Range(0, 30).Select(i => $"Predictor{i}"));
        string keys = TypedCompilation.Generate($"public record Row(double Y, string G, {columns}); [LinearMixedModel<Row>(\"Y ~ {terms} + (1 | G)\")] public sealed partial class Model;")["GlmmDsl.Keys.g.cs"];
        string[] names = [.. keys.Split('\n').Where(l => l.Contains("public sealed class", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ')[3])];
        Assert.All(names, n => Assert.InRange(n.Length, 1, 80));
    }
}
