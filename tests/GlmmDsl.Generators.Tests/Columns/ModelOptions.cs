using GlmmDsl.Data;

namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>The settings of the attribute other than the formula, and the user's functions.</summary>
public sealed class ModelOptions
{
    private const string Rows = """
        public enum Arm { Placebo, Low, High }

        public sealed record Row(double Y, [Column("Reaction time")] double X, Arm A, string G, double W, int N)
        {
            public static double Halved(double x) => x / 2;

            public static IEnumerable<Row> All => Enumerable.Range(0, 48).Select(i => new Row(Math.Sin(i) + i % 4, 1 + i * 7 % 11, (Arm)(i % 3), "g" + i % 4, 1 + i % 5, 1 + i % 6));
        }
        """;

    private static readonly Table Table = Make();

    [Theory]
    [InlineData("Y ~ `Reaction time` + (1 | G)", "", "Reaction_time")]
    [InlineData("Y ~ log(`Reaction time`) + (1 | G)", "", "log_Reaction_time")]
    [InlineData("Y ~ A + (1 | G)", ", Weights = \"W\"", "AHigh")]
    [InlineData("Y ~ A + (1 | G)", ", Offset = \"log(N)\"", "AHigh")]
    [InlineData("Y ~ A + (1 | G) + offset(log(N))", "", "AHigh")]
    [InlineData("Y ~ A + (1 | G)", ", Contrasts = \"A=sum\"", "A2")]
    [InlineData("Y ~ A + (1 | G)", ", Contrasts = \" A = poly \"", "A_Q")]
    [InlineData("Y ~ 0 + A + (1 | G)", "", "APlacebo")]
    [InlineData("Y ~ Twice(N) + Halved(N) + Apart(N, W) + (1 | G)", "", "Apart_N_W")]
    [InlineData("Y ~ factor(N) + (1 | G)", "", "factor_N")]
    public void Every_option_fits_as_the_run_time_path_does(string formula, string options, string property)
    {
        object[] found = Probe.Run<object[]>(
            $$"""
            {{Rows}}

            [LinearMixedModel<Row>("{{formula}}"{{options}})]
            public sealed partial class Model
            {
                private static double Twice(double x) => 2 * x * x;

                private static double Apart(double x, double y) => x - y * y;
            }
            """,
            $$"""
            Model.MlFit fit = Model.FitMl(Row.All);
            return new object[] { fit.Coefficients.{{property}}{{(property == "factor_N" ? "[3]" : "")}}.Name, fit.Result };
            """);
        var typed = (MixedModelFit)found[1];
        MixedModelFit untyped = MixedModel.Fit(formula, Coded(options), new FitOptions
        {
            Method = FitMethod.Ml,
            Weights = options.Contains("Weights", StringComparison.Ordinal) ? "W" : null,
            Offset = options.Contains("Offset", StringComparison.Ordinal) ? "log(N)" : null,
            Functions = System.Collections.Immutable.ImmutableDictionary<(string Name, int Arity), Func<double[], double>>.Empty
                .Add(("Twice", 1), x => 2 * x[0] * x[0]).Add(("Halved", 1), x => x[0] / 2).Add(("Apart", 2), x => x[0] - (x[1] * x[1])),
        });
        Assert.Equal(untyped.Coefficients.Select(c => c.Name), typed.Coefficients.Select(c => c.Name));
        Assert.All(untyped.Coefficients.Zip(typed.Coefficients), p => Assert.Equal(p.First.Estimate, p.Second.Estimate, 1e-9));
        Assert.Equal(untyped.Aic.Value, typed.Aic.Value, 1e-9);
        Assert.Equal(Identifier(property), Identifier((string)found[0]), ignoreCase: false);
    }

    /// <summary>Letters only, with a factor's level left out.</summary>
    private static string Identifier(string name) => new([.. name.Where(c => char.IsAsciiLetter(c))]);

    private static Table Coded(string options) =>
        new([.. Table.Columns.Select(c => c is FactorColumn { Name: "A" } a
            ? new FactorColumn("A", a.Levels, [.. a.Codes.ToArray()], coding: options.Contains("sum", StringComparison.Ordinal) ? Coding.Sum : options.Contains("poly", StringComparison.Ordinal) ? Coding.Polynomial : null)
            : c)]);

    private static Table Make()
    {
        IEnumerable<int> rows = Enumerable.Range(0, 48);
        return new Table([
            new NumericColumn("Y", [.. rows.Select(i => Math.Sin(i) + (i % 4))]),
            new NumericColumn("Reaction time", [.. rows.Select(i => 1.0 + (i * 7 % 11))]),
            new FactorColumn("A", ["Placebo", "Low", "High"], [.. rows.Select(i => i % 3)]),
            new FactorColumn("G", ["g0", "g1", "g2", "g3"], [.. rows.Select(i => i % 4)]),
            new NumericColumn("W", [.. rows.Select(i => 1.0 + (i % 5))]),
            new NumericColumn("N", [.. rows.Select(i => 1.0 + (i % 6))]),
        ]);
    }
}
