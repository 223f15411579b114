using GlmmDsl.Data;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>Models whose criterion has several minima.</summary>
public class LocalMinimaTests
{
    /// <summary>
    /// Thirteen trials of the BCG vaccine (Colditz et al. 1994). From a usual start the search ends at 236.2055, with a correlation of −0.11; 236.0266, where the two
    /// random effects are perfectly correlated, is lower.
    /// </summary>
    [Fact]
    public void A_lower_minimum_at_a_perfect_correlation_is_found()
    {
        double[] treatedCases = [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27], treatedOthers = [119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886];
        double[] controlCases = [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29], controlOthers = [128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825];
        double[] latitude = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33];
        var table = new Table(
        [
            new NumericColumn("y", [.. treatedCases, .. controlCases]),
            new NumericColumn("m", [.. treatedCases.Zip(treatedOthers, (a, b) => a + b), .. controlCases.Zip(controlOthers, (a, b) => a + b)]),
            new NumericColumn("treated", [.. Enumerable.Repeat(1.0, 13), .. Enumerable.Repeat(0.0, 13)]),
            new NumericColumn("latitude", [.. latitude, .. latitude]),
            new FactorColumn("trial", [.. Enumerable.Range(1, 13).Select(i => FormattableString.Invariant($"t{i}"))], [.. Enumerable.Range(0, 26).Select(i => i % 13)]),
        ]);

        GeneralizedSolution fit = SimulatedModel.Fit(table, Family.Binomial, "treated * latitude + (treated | trial)", Link.Cloglog, new GeneralizedOptions());

        Assert.InRange(fit.Criterion, 236.0264, 236.0266);
        Assert.Equal(Verdict.Singular, fit.Verdict);
    }

    /// <summary>With a square-root link a positive count has a mode on either side of η = 0, so that small counts make many minima.</summary>
    [Fact]
    public void Small_counts_with_a_square_root_link_and_wide_terms_do_not_end_far_above_the_lowest_minimum()
    {
        for (int seed = 0; seed < 6; seed++)
        {
            Table table = SquareRoots(seed);
            GeneralizedSolution fit = SimulatedModel.Fit(table, Family.Poisson, "x + (x + z | g)", Link.Sqrt, new GeneralizedOptions());
            GeneralizedSolution apart = SimulatedModel.Fit(table, Family.Poisson, "x + (1 | g) + (0 + x | g) + (0 + z | g)", Link.Sqrt, new GeneralizedOptions());

            // Correlations can only help.
            Assert.True(fit.Criterion < apart.Criterion + 1e-4, $"{seed}: {fit.Criterion} against {apart.Criterion}");
        }
    }

    /// <summary>
    /// Outcomes that x and the groups almost separate. From a usual start the search ends at 24.50, with a standard deviation of 2.4; glmmTMB ends there or, with another
    /// optimiser, at 21.59.
    /// </summary>
    [Fact]
    public void Almost_separated_outcomes_have_a_lower_minimum_far_out_which_is_found()
    {
        double[] x =
        [
            0.03, -1.52, -1.36, 1.18, -0.93, 1.32, 0.62, -0.05, -1, -0.83, -0.35, -1.54, -0.26, -1.15, 0.01, -0.22, 0.89, -0.59, -0.66, -0.68, -0.02, -0.44, 0.35, 0.07,
            0.01, -0.19, -0.77, -0.22, -0.98, -1.1, -0.94, 0.68, -1.58, -0.87, 0.48, -0.19, 1.55, -0.61, -0.35, -1.64, 0.02, 0.89, -0.87, 0.89, -0.34, -2.19, 0.88, 0.72,
            0.22, 0.79, -0.23, -0.82, 0.5, 0.16, 0.54, -0.16, 0.44, 1.49, 0.06, -0.85, 2.34, -0.12, -1.95, 0.54, 1.69, -0.79, -1.08, -0.61, 0.75, 0.45, -0.12, -0.76,
            0.23, 1.12, 0.16, -0.69, 0.45, -1.07, 0.4, -0.06,
        ];
        double[] y =
        [
            1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0,
            1, 1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0,
        ];
        var table = new Table(
        [
            new NumericColumn("y", y), new NumericColumn("m", [.. y.Select(_ => 1.0)]), new NumericColumn("x", x),
            new FactorColumn("g", [.. Enumerable.Range(0, 10).Select(i => FormattableString.Invariant($"g{i}"))], [.. Enumerable.Range(0, 80).Select(i => i / 8)]),
        ]);

        GeneralizedSolution fit = SimulatedModel.Fit(table, Family.Binomial, "x + (1 | g)", Link.Logit, new GeneralizedOptions());

        Assert.Equal(Verdict.Converged, fit.Verdict);
        Assert.InRange(fit.Criterion, 14, 14.441);
    }

    private static Table SquareRoots(int seed)
    {
        var random = new Random(seed);
        int[] g = [.. Enumerable.Range(0, 48).Select(i => i % 6)];
        double[] x = [.. g.Select(_ => Normal())], z = [.. g.Select(_ => Normal())];
        double[][] b = [.. Enumerable.Range(0, 6).Select(_ => new[] { Normal(), 0.6 * Normal(), 0.5 * Normal() })];
        double[] y = [.. g.Select((level, i) => Math.Round(Math.Pow(1.2 + (0.3 * x[i]) + b[level][0] + (b[level][1] * x[i]) + (b[level][2] * z[i]), 2) * 2 * random.NextDouble()))];
        return new Table(
        [
            new NumericColumn("y", y), new NumericColumn("x", x), new NumericColumn("z", z), new FactorColumn("g", ["a", "b", "c", "d", "e", "f"], g),
        ]);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
