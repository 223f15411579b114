using GlmmDsl.Covariance;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized;

public class TrailingCostTests
{
    private static readonly GeneralizedProblem Crossed = SimulatedModel.Problem(Family.Binomial, Link.Probit, "x + (1 | row) + (x | g) + (1 | h)", new GeneralizedOptions());

    [Fact]
    public void A_model_that_memory_cannot_hold_is_refused_with_both_sizes()
    {
        TrailingCost cost = TrailingCost.Of(Crossed.Layout, 2, hasOwnDeterminants: false);
        cost.Require((long)cost.Bytes);
        string message = Assert.Throws<ModelDataException>(() => cost.Require((long)cost.Bytes - 1)).Message;
        Assert.Contains("16 random effects", message, StringComparison.Ordinal);
        Assert.Contains("GB can be used", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_crossed_design_is_counted_before_anything_is_allocated()
    {
        // Behind the leading factor 20 000 levels: 3.2 GB a matrix.
        CovarianceLayout layout = Crossed.Layout;
        double one = 8.0 * 18 * 18;
        Assert.Equal(8 * one, TrailingCost.Of(layout, 2, hasOwnDeterminants: false).Bytes);
        Assert.Equal(19 * one, TrailingCost.Of(layout, 2, hasOwnDeterminants: true).Bytes);
        Assert.Throws<ModelDataException>(() => new TrailingCost(60_000, 2, 1).Require(long.MaxValue));
    }

    [Fact]
    public void Without_trailing_random_effects_nothing_is_asked_for()
    {
        GeneralizedProblem problem = SimulatedModel.Problem(Family.Binomial, Link.Logit, "x + (x | g)", new GeneralizedOptions());
        TrailingCost.Of(problem.Layout, 2, hasOwnDeterminants: false).Require(1);
    }
}
