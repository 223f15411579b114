using Microsoft.CodeAnalysis;

namespace GlmmDsl.Generators.Tests.Keys;

/// <summary>What the key types let the compiler say of comparisons.</summary>
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

    [Theory]
    [InlineData("Full.FitReml(Row.All).Aic < Respelt.FitReml(Row.All).Aic")]
    [InlineData("Full.FitReml(Row.All).Aic - Squared.FitReml(Row.All).Aic > 2")]
    [InlineData("Full.FitMl(Row.All).Aic < Small.FitMl(Row.All).Aic")]
    [InlineData("Full.FitMl(Row.All).Bic >= NoIntercept.FitMl(Row.All).Bic")]
    [InlineData("Treated.FitMl(Row.All).LogLikelihood > Summed.FitMl(Row.All).LogLikelihood")]
    [InlineData("Offset.FitMl(Row.All).Aic < Small.FitMl(Row.All).Aic")]
    [InlineData("new[] { Small.FitMl(Row.All).Aic, Full.FitMl(Row.All).Aic }.Min() == Small.FitMl(Row.All).Aic")]
    [InlineData("Best(Small.FitMl(Row.All), Full.FitMl(Row.All)) != null")]
    [InlineData("new[] { Full.FitReml(Row.All), Full.FitReml(Row.All) }.MinBy(f => f.Aic) != null")]
    [InlineData("Full.FitReml(Row.All).Aic.Value < Small.FitMl(Row.All).Aic.Value")]
    public void Comparable_criteria_compare(string expression)
    {
        Assert.Empty(Errors(expression));
    }

    [Theory]
    [InlineData("Full.FitReml(Row.All).Aic < Small.FitReml(Row.All).Aic")]
    [InlineData("Full.FitReml(Row.All).Aic - Small.FitReml(Row.All).Aic > 2")]
    [InlineData("Small.FitReml(Row.All).Aic < NoIntercept.FitReml(Row.All).Aic")]
    [InlineData("Treated.FitReml(Row.All).Aic < Summed.FitReml(Row.All).Aic")]
    [InlineData("Small.FitReml(Row.All).Aic < Offset.FitReml(Row.All).Aic")]
    [InlineData("Small.FitMl(Row.All).Aic < Weighted.FitMl(Row.All).Aic")]
    [InlineData("Small.FitMl(Row.All).Aic < Lenient.FitMl(Row.All).Aic")]
    [InlineData("Small.FitMl(Row.All).Aic < Logged.FitMl(Row.All).Aic")]
    [InlineData("Small.FitMl(Row.All).Aic < OtherRows.FitMl(new Other[0]).Aic")]
    [InlineData("Small.FitMl(Row.All).Aic < Small.FitReml(Row.All).Aic")]
    [InlineData("Small.FitMl(Row.All).Aic < Small.FitMl(Row.All).Bic")]
    [InlineData("Small.FitMl(Row.All).Aic < 100.0")]
    [InlineData("((Small.Fit)Small.FitMl(Row.All)).Aic.Value > 0")]
    [InlineData("Best(Small.FitMl(Row.All), Logged.FitMl(Row.All)) != null")]
    [InlineData("new[] { Small.FitReml(Row.All).Aic, Full.FitReml(Row.All).Aic }.Length > 0")]
    [InlineData("Small.FitMl(Row.All).Result.Aic < Full.FitMl(Row.All).Result.Aic")]
    public void Incomparable_criteria_do_not_compile(string expression)
    {
        Assert.NotEmpty(Errors(expression));
    }

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
        string message = string.Join("\n", Errors("Treated.FitReml(Row.All).Aic < Small.FitReml(Row.All).Aic"));
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

    private static IEnumerable<string> Errors(string expression) =>
        TypedCompilation.Diagnostics($$"""
            {{Models}}

            public static class Probe
            {
                public static bool Run() => {{expression}};

                private static IMlFit<TResponse> Best<TResponse>(IMlFit<TResponse> first, IMlFit<TResponse> second) => first.Aic < second.Aic ? first : second;
            }
            """).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
}
