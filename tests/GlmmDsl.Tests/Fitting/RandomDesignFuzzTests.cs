using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear;

namespace GlmmDsl.Tests.Fitting;

/// <summary>
/// Awkward random designs against the textbook's dense formulas, minimised from several starts by a separate optimiser. The likelihood of a few
/// rows can have several minima, which no search finds every time; the seeds are those of a run in which none was missed.
/// </summary>
public class RandomDesignFuzzTests
{
    [Theory]
    [InlineData(0, 20)]
    [InlineData(20, 40)]
    [InlineData(40, 60)]
    [InlineData(60, 80)]
    public void No_descent_of_the_dense_criterion_ends_lower(int first, int end)
    {
        var differences = new List<string>();
        int fitted = 0;
        for (int seed = first; seed < end; seed++)
        {
            ModelMatrices m = FuzzDesign.Make(seed);
            foreach (bool reml in (ReadOnlySpan<bool>)[false, true])
            {
                LinearMixedSolution fit;
                try
                {
                    fit = LinearMixedModelFitter.Fit(m, reml);
                }
                catch (ModelDataException e)
                {
                    Assert.Contains("reproduce the response exactly", e.Message, StringComparison.Ordinal);
                    continue;
                }

                fitted++;
                var dense = new WhitenedModel(m, fit.Kept, reml);
                double here = dense.Criterion(fit.Theta);
                double best = dense.LowestOf(4, new Random(seed));
                double tolerance = 1e-6 + (100 * fit.Rounding.Criterion);
                if (!(Math.Abs(here - fit.Criterion) < tolerance) || !(fit.Criterion <= best + tolerance) || fit.Verdict == Verdict.NotConverged)
                {
                    differences.Add(FormattableString.Invariant(
                        $"seed {seed} {(reml ? "REML" : "ML")}: {fit.Criterion:R}, dense at the same θ {here:R}, lowest {best:R}, {fit.Verdict} {fit.VerdictReason}"));
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        Assert.InRange(fitted, 30, 40);
    }
}
