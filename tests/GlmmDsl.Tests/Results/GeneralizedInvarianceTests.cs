using GlmmDsl.Data;

namespace GlmmDsl.Tests.Results;

/// <summary>The same model written in several ways gives the same fit: weights and repeated rows, offsets, units of predictors.</summary>
public sealed class GeneralizedInvarianceTests
{
    private const int Rows = 90;

    private static readonly FitOptions Binomial = new() { Family = Family.Binomial };
    private static readonly FitOptions Poisson = new() { Family = Family.Poisson };

    public static TheoryData<string, Family, Link, Approximation> Models => new()
    {
        { "x", Family.Binomial, Link.Logit, Approximation.Laplace },
        { "x + (1 | g)", Family.Binomial, Link.Logit, Approximation.Laplace },
        { "x + (1 | g)", Family.Binomial, Link.Cloglog, Approximation.Laplace },
        { "x + (1 | g)", Family.Binomial, Link.Probit, Approximation.Fast },
        { "x + (x | g)", Family.Poisson, Link.Log, Approximation.Laplace },
        { "x + (1 | g)", Family.Poisson, Link.Log, Approximation.Quadrature },
        { "x + (1 | g) + (1 | h)", Family.Poisson, Link.Sqrt, Approximation.Laplace },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Frequency_weights_are_rows_written_several_times(string terms, Family family, Link link, Approximation approximation)
    {
        FitOptions options = new() { Family = family, Link = link, Approximation = approximation, QuadratureNodes = 5 };
        int[] times = [.. Enumerable.Range(0, Rows).Select(i => 1 + (i % 3))];
        Table rows = Data(i => [i], extra: new NumericColumn("n", [.. times.Select(t => (double)t)]));
        Table repeated = Data(i => Enumerable.Repeat(i, times[i]));
        string formula = (family == Family.Binomial ? "y ~ " : "c ~ ") + terms;
        MixedModelFit weighted = MixedModel.Fit(formula, rows, options with { Weights = "n", WeightKind = WeightKind.Frequency });
        Same(weighted, MixedModel.Fit(formula, repeated, options), 1e-5);
    }

    [Theory]
    [InlineData(Link.Logit)]
    [InlineData(Link.Cloglog)]
    public void A_proportion_with_its_trials_is_successes_and_failures(Link link)
    {
        FitOptions options = Binomial with { Link = link };
        Table table = Data(i => [i]);
        MixedModelFit counts = MixedModel.Fit("cbind(s, m - s) ~ x + (1 | g) + (1 | h)", table, options);
        Same(counts, MixedModel.Fit("I(s/m) ~ x + (1 | g) + (1 | h)", table, options with { Weights = "m", WeightKind = WeightKind.Trials }), 1e-9);
    }

    [Fact]
    public void An_offset_is_the_same_in_the_formula_in_parts_and_taken_from_the_response()
    {
        Table table = Data(i => [i]);
        MixedModelFit whole = MixedModel.Fit("c ~ x + offset(o) + (1 | g)", table, Poisson);
        MixedModelFit parts = MixedModel.Fit("c ~ x + offset(0.25 * o) + (1 | g) + offset(0.75 * o)", table, Poisson);
        Same(whole, parts, 1e-9);

        // An offset that is a multiple of a predictor only shifts its coefficient.
        MixedModelFit shifted = MixedModel.Fit("c ~ x + offset(o) + offset(2 * x) + (1 | g)", table, Poisson);
        Assert.Equal(whole.LogLikelihood.Value, shifted.LogLikelihood.Value, 1e-6);
        Assert.Equal(whole.Coefficients["x"].Estimate - 2, shifted.Coefficients["x"].Estimate, 1e-6);
    }

    [Theory]
    [InlineData(1e8, 0)]
    [InlineData(1e-8, 0)]
    [InlineData(1, 1e6)]
    [InlineData(1e4, -1e9)]
    public void Units_and_origin_of_a_predictor_change_only_its_units(double scale, double shift)
    {
        foreach ((string formula, FitOptions options) in new[]
        {
            ("y ~ x + (1 | g)", Binomial), ("c ~ x + (x | g)", Poisson), ("cbind(s, m - s) ~ x + (0 + x | g)", Binomial with { Link = Link.Probit }),
            ("y ~ x + (x | g)", Binomial with { Approximation = Approximation.Quadrature, QuadratureNodes = 5 }), ("c ~ x", Poisson),
        })
        {
            // A slope without its intercept is another model once the origin moves.
            if (shift != 0 && formula.Contains("(0 + x", StringComparison.Ordinal))
            {
                continue;
            }

            MixedModelFit plain = MixedModel.Fit(formula, Data(i => [i]), options);
            MixedModelFit moved = MixedModel.Fit(formula, Data(i => [i], x => (scale * x) + shift), options);
            Assert.Equal(plain.LogLikelihood.Value, moved.LogLikelihood.Value, 1e-6);
            Assert.Equal(plain.Verdict, moved.Verdict);
            Assert.Equal(plain.Coefficients["x"].Estimate, scale * moved.Coefficients["x"].Estimate, 1e-4 * plain.Coefficients["x"].StandardError);
            Assert.Equal(plain.Coefficients["x"].StandardError, scale * moved.Coefficients["x"].StandardError, 1e-4 * plain.Coefficients["x"].StandardError);
        }
    }

    private static void Same(MixedModelFit first, MixedModelFit second, double tolerance)
    {
        Assert.Equal(first.LogLikelihood.Value, second.LogLikelihood.Value, 1e-6);
        foreach (Coefficient coefficient in first.Coefficients)
        {
            Coefficient other = second.Coefficients[coefficient.Name];
            Assert.Equal(coefficient.Estimate, other.Estimate, tolerance * coefficient.StandardError);
            Assert.Equal(coefficient.StandardError, other.StandardError, tolerance * coefficient.StandardError);
        }

        Assert.All(first.Theta.Zip(second.Theta), pair => Assert.Equal(pair.First, pair.Second, 10 * tolerance));
    }

    /// <summary>x, an offset o, 0/1 y, counts c, s successes of m, nine groups g crossed with five h; each row as often as asked.</summary>
    private static Table Data(Func<int, IEnumerable<int>> repeats, Func<double, double>? transform = null, NumericColumn? extra = null)
    {
        var random = new Random(8);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] level = [.. Enumerable.Range(0, 9).Select(_ => 2 * (random.NextDouble() - 0.5))];
        double[] slope = [.. Enumerable.Range(0, 9).Select(_ => 1.5 * (random.NextDouble() - 0.5))];
        double[] eta = [.. x.Select((v, i) => 0.3 + (0.7 * v) + level[i % 9] + (slope[i % 9] * v) + (0.4 * ((i / 9 % 5) - 2)))];
        double[] m = [.. Enumerable.Range(0, Rows).Select(i => 2.0 + (i % 4))];
        double[] y = [.. eta.Select(e => random.NextDouble() < 1 / (1 + Math.Exp(-e)) ? 1.0 : 0)];
        double[] c = [.. eta.Select(e => Math.Round(Math.Exp(e) * 2 * random.NextDouble()))];
        double[] s = [.. eta.Select((e, i) => (double)Enumerable.Range(0, (int)m[i]).Count(_ => random.NextDouble() < 1 / (1 + Math.Exp(-e))))];
        int[] rows = [.. Enumerable.Range(0, Rows).SelectMany(repeats)];
        Column[] columns =
        [
            Numbers("x", i => transform is null ? x[i] : transform(x[i])), Numbers("o", i => 0.3 * Math.Sin(i)), Numbers("y", i => y[i]), Numbers("c", i => c[i]),
            Numbers("s", i => s[i]), Numbers("m", i => m[i]), Factor("g", 9, i => i % 9), Factor("h", 5, i => i / 9 % 5),
        ];
        return new Table(extra is null ? columns : [.. columns, extra]);

        NumericColumn Numbers(string name, Func<int, double> value) => new(name, [.. rows.Select(value)]);
        FactorColumn Factor(string name, int levels, Func<int, int> code) => new(name, [.. Enumerable.Range(0, levels).Select(k => $"l{k}")], [.. rows.Select(code)]);
    }
}
