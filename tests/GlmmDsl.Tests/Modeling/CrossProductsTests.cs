using GlmmDsl.Data;

namespace GlmmDsl.Tests.Modeling;

public sealed class CrossProductsTests
{
    public static TheoryData<string> Formulas =>
    [
        "y ~ x + (1 | g)",
        "y ~ x + (x | g)",
        "y ~ x * arm + (x || g) + (1 | h)",
        "y ~ 0 + arm + dose + (0 + x | g)",
        "y ~ dose:x + arm + (arm | g)",
        "y ~ x + I(2 * x) + arm + (1 | g) + (1 | h) + (1 | g:h)",
        "y ~ arm * dose + offset(z) + (1 + z | h)",
        "y ~ x + arm",
    ];

    [Theory]
    [MemberData(nameof(Formulas))]
    public void A_fit_of_merged_parts_is_the_fit_of_the_rows(string text)
    {
        Formula formula = Formula.Parse(text);
        for (int seed = 1; seed <= 3; seed++)
        {
            var data = new PartedData(seed);
            var options = new FitOptions { Method = seed == 2 ? FitMethod.Ml : FitMethod.Reml, Weights = seed == 3 ? "w" : null };
            MixedModelFit expected = MixedModel.Fit(formula, data.Whole, options);
            CrossProducts[] parts = [.. data.Parts(2 + seed).Select(p => CrossProducts.Of(formula, p, options))];

            AssertSameFit(expected, MixedModel.Fit(parts.Aggregate(CrossProducts.Merge), options));
            AssertSameFit(expected, MixedModel.Fit(parts.Reverse().Aggregate(CrossProducts.Merge), options));
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var data = new PartedData(4, 400);
        Formula formula = Formula.Parse("y ~ x + arm + (x | g) + (1 | h)");
        Table[] parts = data.Parts(13);
        byte[] one = Saved(CrossProducts.Of(formula, parts, threads: 1));

        Assert.Equal(one, Saved(CrossProducts.Of(formula, parts, threads: 2)));
        Assert.Equal(one, Saved(CrossProducts.Of(formula, parts, threads: 7)));

        static byte[] Saved(CrossProducts products)
        {
            using var stream = new MemoryStream();
            products.Save(stream);
            return stream.ToArray();
        }
    }

    [Fact]
    public async Task An_asynchronous_stream_gives_the_same_sums()
    {
        var data = new PartedData(5);
        Formula formula = Formula.Parse("y ~ x + (1 | g)");
        Table[] parts = data.Parts(4);

        CrossProducts streamed = await CrossProducts.OfAsync(formula, Stream(parts));

        Assert.Equal(MixedModel.Fit(CrossProducts.Of(formula, parts)).ToJson(), MixedModel.Fit(streamed).ToJson());
    }

    [Fact]
    public void A_fit_without_rows_predicts_and_says_what_it_lacks()
    {
        var data = new PartedData(6);
        Formula formula = Formula.Parse("y ~ x * arm + (x | g)");
        MixedModelFit fit = MixedModel.Fit(CrossProducts.Of(formula, data.Parts(3)));
        MixedModelFit rows = MixedModel.Fit(formula, data.Whole);

        Assert.False(fit.HasRows);
        Assert.Contains("without rows", Assert.Throws<InvalidOperationException>(() => fit.Fitted).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => fit.Residuals());
        Assert.Throws<InvalidOperationException>(() => fit.SourceRows);
        double[] predicted = fit.Predict(data.Whole);
        for (int i = 0; i < predicted.Length; i++)
        {
            Assert.Equal(rows.Fitted[i], predicted[i], 1e-7);
        }

        Assert.DoesNotContain("Scaled residuals", fit.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"fitted\":null", fit.ToJson(), StringComparison.Ordinal);
        Assert.Equal(0, LogLikelihoodDifference(rows, fit), 1e-8);
    }

    [Fact]
    public void Data_dependent_functions_take_a_first_pass_over_a_list_and_refuse_a_stream()
    {
        var data = new PartedData(7);
        Formula formula = Formula.Parse("y ~ scale(x) + I(z - min(z)) + center(x):arm + (scale(x - mean(x)) | g)");
        Table[] parts = data.Parts(4);
        MixedModelFit expected = MixedModel.Fit(formula, data.Whole);

        AssertSameFit(expected, MixedModel.Fit(CrossProducts.Of(formula, parts)));
        AssertSameFit(expected, MixedModel.Fit(CrossProducts.Of(formula, Once(parts), moments: ColumnMoments.Of(formula, data.Whole))));
        ModelDataException refused = Assert.Throws<ModelDataException>(() => CrossProducts.Of(formula, Once(parts)));
        Assert.Contains("scale(x)", refused.Message, StringComparison.Ordinal);
        ModelDataException differing = Assert.Throws<ModelDataException>(
            () => CrossProducts.Merge(CrossProducts.Of(formula, parts[0]), CrossProducts.Of(formula, parts[1])));
        Assert.Contains("ColumnMoments.Of", differing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Polynomials_over_parts_need_given_moments()
    {
        var data = new PartedData(8);
        Formula formula = Formula.Parse("y ~ poly(x, 2) + (1 | g)");
        Table[] parts = data.Parts(3);

        Assert.Contains("poly(x, 2)", Assert.Throws<ModelDataException>(() => CrossProducts.Of(formula, parts)).Message, StringComparison.Ordinal);
        AssertSameFit(
            MixedModel.Fit(formula, data.Whole),
            MixedModel.Fit(CrossProducts.Of(formula, parts, moments: ColumnMoments.Of(formula, data.Whole))));
    }

    [Fact]
    public void Parts_of_different_models_do_not_merge()
    {
        var data = new PartedData(9);
        CrossProducts one = CrossProducts.Of(Formula.Parse("y ~ x + (1 | g)"), data.Whole);

        Assert.Contains("different formulas", Refusal(one, CrossProducts.Of(Formula.Parse("y ~ x + (1 | h)"), data.Whole)), StringComparison.Ordinal);
        Assert.Contains("weights", Refusal(one, CrossProducts.Of(Formula.Parse("y ~ x + (1 | g)"), data.Whole, new FitOptions { Weights = "w" })), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_whose_levels_have_no_common_order_do_not_merge()
    {
        Formula formula = Formula.Parse("y ~ f");
        CrossProducts one = CrossProducts.Of(formula, Factor(["low", "mid", "high"]));

        Assert.Contains("one order", Refusal(one, CrossProducts.Of(formula, Factor(["mid", "low", "high"]))), StringComparison.Ordinal);

        static Table Factor(string[] levels) =>
            new([new NumericColumn("y", [1, 2, 3, 5]), new FactorColumn("f", [.. levels], [0, 1, 2, 1])]);
    }

    [Fact]
    public void Levels_read_as_numbers_keep_the_order_of_numbers()
    {
        Formula formula = Formula.Parse("y ~ factor(k)");
        CrossProducts merged = CrossProducts.Merge(
            CrossProducts.Of(formula, Numbers([1, 2, 4, 3], [10, 2, 10, 2])), CrossProducts.Of(formula, Numbers([2, 2, 1, 7], [9, 1, 9, 2])));

        Assert.Equal(["(Intercept)", "factor(k)2", "factor(k)9", "factor(k)10"], MixedModel.Fit(merged).Coefficients.Select(c => c.Name));

        static Table Numbers(double[] y, double[] k) => new([new NumericColumn("y", y), new NumericColumn("k", k)]);
    }

    [Fact]
    public void A_part_without_a_complete_row_counts_its_omissions()
    {
        Formula formula = Formula.Parse("y ~ x");
        var options = new FitOptions { Missing = MissingValues.Omit };
        Table full = new([new NumericColumn("y", [1, 2, 3, 5]), new NumericColumn("x", [1, 2, 3, 4])]);
        Table empty = new([new NumericColumn("y", [double.NaN, 1]), new NumericColumn("x", [1, double.NaN])]);

        MixedModelFit fit = MixedModel.Fit(CrossProducts.Of(formula, [empty, full], options), options);

        Assert.Equal(4, fit.RowCount);
        Assert.Equal(2, Assert.Single(fit.Notices, n => n.Id == NoticeId.RowsOmitted).Count);
        ModelDataException error = Assert.Throws<ModelDataException>(() => CrossProducts.Of(formula, [full, empty]));
        Assert.StartsWith("In part 2 of the data", error.Message, StringComparison.Ordinal);
    }

    internal static void AssertSameFit(MixedModelFit expected, MixedModelFit actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.RowCount, actual.RowCount);
        Assert.Equal(0, LogLikelihoodDifference(expected, actual), 1e-7);
        Assert.Equal(expected.Sigma, actual.Sigma, tolerance);
        Assert.Equal(expected.Coefficients.Select(c => (c.Name, c.IsAliased)), actual.Coefficients.Select(c => (c.Name, c.IsAliased)));
        Assert.Equal(expected.Coefficients.Count(c => !c.IsAliased), actual.Coefficients.Count(c => !c.IsAliased));
        Assert.Equal([.. expected.ThetaNames], actual.ThetaNames.ToArray());
        foreach (Coefficient coefficient in expected.Coefficients.Where(c => !c.IsAliased))
        {
            Assert.Equal(coefficient.Estimate, actual.Coefficients[coefficient.Name].Estimate, tolerance * Math.Max(1, Math.Abs(coefficient.Estimate)));
            Assert.Equal(coefficient.StandardError, actual.Coefficients[coefficient.Name].StandardError, tolerance * Math.Max(1, coefficient.StandardError));
        }

        foreach (GroupRandomEffects group in expected.RandomEffects)
        {
            GroupRandomEffects other = actual.RandomEffects[group.Group];
            Assert.Equal([.. group.Levels], other.Levels.ToArray());
            Assert.Equal([.. group.Columns], other.Columns.ToArray());
            for (int level = 0; level < group.Levels.Length; level++)
            {
                for (int column = 0; column < group.Columns.Length; column++)
                {
                    Assert.Equal(group[level, column].Value, other[level, column].Value, 200 * tolerance);
                }
            }
        }
    }

    private static double LogLikelihoodDifference(MixedModelFit first, MixedModelFit second) => first.LogLikelihood.Value - second.LogLikelihood.Value;

    private static string Refusal(CrossProducts a, CrossProducts b) => Assert.Throws<ModelDataException>(() => CrossProducts.Merge(a, b)).Message;

    private static IEnumerable<Table> Once(Table[] parts)
    {
        foreach (Table part in parts)
        {
            yield return part;
        }
    }

    private static async IAsyncEnumerable<Table> Stream(Table[] parts)
    {
        foreach (Table part in parts)
        {
            await Task.Yield();
            yield return part;
        }
    }
}
