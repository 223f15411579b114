using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Results;

/// <summary>What needs no rows is the same after a fit was saved and loaded; what needs them says so.</summary>
public sealed class LoadedFitTests
{
    private static readonly Lazy<MixedModelFit> Counts = new(() => MixedModel.Fit("y ~ arm + x + (1 | g)", Table.ReadCsv(new StringReader(CountRows())), new FitOptions { Family = Family.Poisson }));

    private static readonly Lazy<MixedModelFit> Separated = new(() => MixedModel.Fit("y ~ arm + x + (1 | g)", Table.ReadCsv(new StringReader(SeparatedRows())), new FitOptions { Family = Family.Binomial }));

    [Theory]
    [InlineData("cake_int", "recipe")]
    [InlineData("cbpp", "period")]
    public void Marginal_means_and_their_pairs_are_the_same(string id, string factor)
    {
        var reference = ReferenceCase.Load(id);
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());

        MixedModelFit loaded = Loaded(fit);

        Assert.Equal(fit.Wald().Means(factor).ToString(), loaded.Wald().Means(factor).ToString());
        Assert.Equal(fit.Wald().Means(factor).Pairs(Adjustment.Tukey).ToJson(), loaded.Wald().Means(factor).Pairs(Adjustment.Tukey).ToJson());
    }

    /// <summary>Slopes step by the deviation of the column, and means stand at its mean.</summary>
    [Fact]
    public void Slopes_and_means_of_the_response_are_the_same()
    {
        MixedModelFit loaded = Loaded(Counts.Value);

        Assert.Equal(Counts.Value.Wald().Slopes("x").ToJson(), loaded.Wald().Slopes("x").ToJson());
        Assert.Equal(Counts.Value.Wald().Means("arm").OfResponse(RandomEffectsAre.Integrated).ToJson(), loaded.Wald().Means("arm").OfResponse(RandomEffectsAre.Integrated).ToJson());
    }

    /// <summary>They rest on the mean count of a model without predictors, which takes the rows: it is fitted when the fit is saved.</summary>
    [Fact]
    public void Counts_keep_their_shares_of_variance_and_the_check_of_dispersion()
    {
        MixedModelFit loaded = Loaded(Counts.Value);

        foreach (LatentVariance kind in new[] { LatentVariance.Default, LatentVariance.Trigamma, LatentVariance.Performance })
        {
            Assert.Equal(Counts.Value.VarianceDecomposition(kind).Residual, loaded.VarianceDecomposition(kind).Residual);
        }

        Assert.Equal(Counts.Value.RSquared.Marginal, loaded.RSquared.Marginal, 1e-12);
        Assert.Equal(Counts.Value.DispersionCheck, loaded.DispersionCheck);
        Assert.DoesNotContain("\"icc\":{\"adjusted\":null", loaded.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Separated_outcomes_keep_their_limit()
    {
        MixedModelFit fit = Separated.Value;
        Assert.True(fit.IsSeparated);
        Table rows = Table.ReadCsv(new StringReader("arm,x,g\na,0.5,g1\nb,0.2,g2\nc,0.9,g3\n"));

        MixedModelFit loaded = Loaded(fit);

        Assert.True(loaded.IsSeparated);
        Assert.Equal(fit.Coefficients.Select(c => (c.Name, c.Estimate, c.StandardError, c.IsSeparated)), loaded.Coefficients.Select(c => (c.Name, c.Estimate, c.StandardError, c.IsSeparated)));
        Assert.Equal(1, loaded.Predict(rows)[2]);
        Assert.Equal(fit.Predict(rows), loaded.Predict(rows));
        Assert.Equal(fit.PredictInterval(rows, PredictionOf.Mean).AsEnumerable(), loaded.PredictInterval(rows, PredictionOf.Mean));
        Assert.Equal(fit.Wald().Means("arm").ToString(), loaded.Wald().Means("arm").ToString());
        Assert.Contains("separate", Assert.Throws<InvalidOperationException>(() => loaded.PredictInterval(rows, PredictionOf.ConditionalMean)).Message, StringComparison.Ordinal);
        Assert.Equal(loaded.Coefficients.ToString(), Loaded(loaded).Coefficients.ToString());
    }

    [Fact]
    public void What_needs_the_rows_says_so()
    {
        MixedModelFit loaded = Loaded(Counts.Value);
        Action[] actions =
        [
            () => _ = loaded.Fitted, () => loaded.Residuals(), () => loaded.AveragePredictions(), () => loaded.Influence(), () => loaded.DropFixedTerms(), () => loaded.Simulate(1, 1),
            () => loaded.CrossValidate(Folds.ByRow(2), 1), () => loaded.Bootstrap(2, 1), () => loaded.Profile(), () => loaded.RefitFrom(loaded.Theta.AsSpan()), () => loaded.CriterionAt(0.5),
            () => loaded.PopulationAverageCoefficients(), () => loaded.RandomizedQuantileResiduals(1), () => _ = loaded.FixedEffectsMatrix,
        ];

        Assert.All(actions, action => Assert.Contains("rows", Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_linear_model_has_from_its_cross_products_names_them_where_they_were_not_saved()
    {
        var reference = ReferenceCase.Load("sleep_ris");
        MixedModelFit loaded = Loaded(MixedModel.Fit(reference.Formula, reference.Data()), crossProducts: false);
        Action[] actions = [() => loaded.Profile(), () => loaded.RefitMl(), () => loaded.CriterionAt(1, 0, 1), () => loaded.Satterthwaite(), () => loaded.KenwardRoger()];

        Assert.All(actions, action => Assert.Contains("cross-products", Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal));
    }

    private static MixedModelFit Loaded(MixedModelFit fit, bool crossProducts = true)
    {
        using var stream = new MemoryStream();
        fit.Save(stream, crossProducts);
        stream.Position = 0;
        return MixedModelFit.Load(stream);
    }

    private static string CountRows() => Rows((i, g, arm, x) => Math.Floor(Math.Exp(0.8 + (0.4 * (arm == 'b' ? 1 : 0)) + x + (0.3 * ((g % 3) - 1))) + (i % 3)));

    private static string SeparatedRows() => Rows((i, g, arm, x) => arm == 'c' || ((i * 7) + g) % 5 < 2 ? 1 : 0);

    private static string Rows(Func<int, int, char, double, double> response) => "y,arm,x,g\n" + string.Join('\n', Enumerable.Range(0, 120).Select(i =>
    {
        (int g, char arm, double x) = (i % 12, "abc"[i / 12 % 3], i * 37 % 100 / 100.0);
        return FormattableString.Invariant($"{response(i, g, arm, x)},{arm},{x},g{g}");
    }));
}
