using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Fitting.Linear.Choice;

namespace GlmmDsl.Tests.Fitting.Generalized;

public class TrailingCostTests
{
    private static readonly GeneralizedProblem Crossed = SimulatedModel.Problem(Family.Binomial, Link.Probit, "x + (1 | row) + (x | g) + (1 | h)", new GeneralizedOptions());

    [Fact]
    public void A_model_that_memory_cannot_hold_is_refused_with_both_sizes_and_what_can_be_fitted()
    {
        (CrossProductBlocks products, CovarianceLayout layout) = LargeDesign.Products(Scattered());
        TrailingCost cost = TrailingCost.Of(layout, 1, hasOwnDeterminants: false);
        Assert.Null(cost.Choose(products, layout, (long)cost.Bytes, FactorisationPath.Blocked));
        string message = Assert.Throws<ModelDataException>(() => cost.Choose(products, layout, (long)cost.Bytes / 100, null)).Message;
        Assert.Contains("1500 random effects", message, StringComparison.Ordinal);
        Assert.Contains("a sparse one of about", message, StringComparison.Ordinal);
        Assert.Contains("GB can be used", message, StringComparison.Ordinal);
        Assert.Contains("About 140 such random effects can be fitted", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_takes_too_long_is_refused_with_both_sizes_and_what_can_be_fitted()
    {
        (CrossProductBlocks products, CovarianceLayout layout) = LargeDesign.Products(Scattered());
        TrailingCost cost = TrailingCost.Of(layout, 1, hasOwnDeterminants: false);
        cost.Choose(products, layout, long.MaxValue, null);
        string message = Assert.Throws<ModelDataException>(() => cost.Choose(products, layout, long.MaxValue, null, most: 1e-3)).Message;
        Assert.Contains("the 1500 random effects of all grouping factors but the largest make a dense system of about", message, StringComparison.Ordinal);
        Assert.Contains("a sparse one of about", message, StringComparison.Ordinal);
        Assert.Matches("About [1-9][0-9]* such random effects can be fitted", message);
    }

    [Fact]
    public void Nested_levels_are_factored_as_a_sparse_matrix_if_a_dense_one_is_too_large()
    {
        (CrossProductBlocks products, CovarianceLayout layout) = LargeDesign.Products(LargeDesign.Scalar(30_000, (10_000, i => i / 3), (2000, i => i / 15), (400, i => i / 75)));
        Assert.NotNull(TrailingCost.Of(layout, 1, hasOwnDeterminants: false).Choose(products, layout, 50_000_000, null));
    }

    [Fact]
    public void A_large_crossed_design_is_counted_before_anything_is_allocated()
    {
        // Behind the leading factor 20 000 levels: 3.2 GB a matrix.
        CovarianceLayout layout = Crossed.Layout;
        double one = 8.0 * 18 * 18;
        Assert.Equal(8 * one, TrailingCost.Of(layout, 2, hasOwnDeterminants: false).Bytes);
        Assert.Equal(19 * one, TrailingCost.Of(layout, 2, hasOwnDeterminants: true).Bytes);
    }

    [Fact]
    public void Without_trailing_random_effects_nothing_is_asked_for()
    {
        GeneralizedProblem problem = SimulatedModel.Problem(Family.Binomial, Link.Logit, "x + (x | g)", new GeneralizedOptions());
        Assert.Equal(0, TrailingCost.Of(problem.Layout, 2, hasOwnDeterminants: false).Bytes);
    }

    private static ModelMatrices Scattered()
    {
        var random = new Random(3);
        return LargeDesign.Scalar(4000, (2000, _ => random.Next(2000)), (1500, _ => random.Next(1500)));
    }
}
