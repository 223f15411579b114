using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Linear.Choice;

namespace GlmmDsl.Tests.Fitting;

/// <summary>The cost model: which factorisation a design gets, and what is refused.</summary>
public class FactorisationChoiceTests
{
    [Fact]
    public void One_grouping_factor_is_never_analysed() => AssertBlockedUnanalysed(LargeDesign.Scalar(3000, (1000, i => i % 1000)));

    [Fact]
    public void A_small_crossed_design_is_not_worth_an_analysis()
    {
        var random = new Random(1);
        AssertBlockedUnanalysed(LargeDesign.Scalar(2000, (60, _ => random.Next(60)), (40, _ => random.Next(40))));
    }

    [Fact]
    public void A_trailing_matrix_that_fills_up_is_not_worth_an_analysis()
    {
        var random = new Random(2);
        AssertBlockedUnanalysed(LargeDesign.Scalar(60_000, (3000, _ => random.Next(3000)), (1200, _ => random.Next(1200))));
    }

    [Fact]
    public void Locally_crossed_levels_go_the_sparse_way() =>
        Assert.Equal(FactorisationPath.Sparse, Choose(LargeDesign.LocallyCrossed(2000, rowsPerLevel: 5, window: 10)).Path);

    [Fact]
    public void Nested_levels_go_the_sparse_way_without_fill()
    {
        ModelMatrices m = LargeDesign.Scalar(30_000, (10_000, i => i / 3), (2000, i => i / 15), (400, i => i / 75));
        FactorisationChoice choice = Choose(m);

        Assert.Equal(FactorisationPath.Sparse, choice.Path);
        Assert.InRange(choice.Analysis!.NonZeros, 0, 4 * 12_400);
    }

    [Fact]
    public void Where_the_dense_matrix_does_not_fit_the_sparse_way_is_taken_whatever_it_costs()
    {
        ModelMatrices m = LargeDesign.LocallyCrossed(200, rowsPerLevel: 3, window: 4);
        Assert.Equal(FactorisationPath.Blocked, Choose(m).Path);
        Assert.Equal(FactorisationPath.Sparse, Choose(m, available: 1_000_000).Path);
    }

    [Fact]
    public void Where_the_sparse_factor_does_not_fit_the_blocked_way_is_taken()
    {
        (CrossProductBlocks products, CovarianceLayout layout) = LargeDesign.Products(LargeDesign.Scalar(3000, (1000, i => i / 3), (5, i => i % 5)));
        FactorisationChoice sparse = FactorisationChoice.Of(products, layout, 1, long.MaxValue, FactorisationPath.Sparse);
        Assert.Equal(FactorisationPath.Sparse, sparse.Path);
        Assert.True(SparseCost.Of(sparse.Analysis!, layout, 1).Bytes > 100_000);
        Assert.Equal(FactorisationPath.Blocked, FactorisationChoice.Of(products, layout, 1, 100_000, FactorisationPath.Sparse).Path);
    }

    [Fact]
    public void What_fits_neither_way_is_refused_with_both_sizes_and_a_way_out()
    {
        var random = new Random(3);
        ModelMatrices m = LargeDesign.Scalar(20_000, (8000, _ => random.Next(8000)), (7000, _ => random.Next(7000)));
        ModelDataException error = Assert.Throws<ModelDataException>(() => Choose(m, available: 100_000_000));

        Assert.Contains("too large for this machine: 7000 random effects", error.Message, StringComparison.Ordinal);
        Assert.Contains("a dense system of about 3.5 GB, a sparse one of about", error.Message, StringComparison.Ordinal);
        Assert.Contains("0.1 GB can be used", error.Message, StringComparison.Ordinal);
        Assert.Contains("coarsen a crossed grouping factor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fixed_effects_alone_can_be_too_many()
    {
        ModelMatrices m = LargeDesign.Scalar(100, (5, i => i % 5));
        ModelDataException error = Assert.Throws<ModelDataException>(() => Choose(m, available: 100));

        Assert.Contains("too large for this machine: 1 fixed effects make a dense system", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_allocates_in_proportion_to_the_pattern()
    {
        (CrossProductBlocks products, CovarianceLayout layout) = LargeDesign.Products(LargeDesign.LocallyCrossed(20_000, rowsPerLevel: 4, window: 10));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(FactorisationPath.Sparse, FactorisationChoice.Of(products, layout, 1, long.MaxValue).Path);

        // 80 000 pairs and 40 000 levels; a dense trailing matrix would take 3.2 GB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    private static FactorisationChoice Choose(ModelMatrices m, long available = long.MaxValue)
    {
        (CrossProductBlocks products, CovarianceLayout layout) = LargeDesign.Products(m);
        return FactorisationChoice.Of(products, layout, m.FixedColumns.Length, available);
    }

    private static void AssertBlockedUnanalysed(ModelMatrices m)
    {
        FactorisationChoice choice = Choose(m);
        Assert.Equal(FactorisationPath.Blocked, choice.Path);
        Assert.Null(choice.Analysis);
    }
}
