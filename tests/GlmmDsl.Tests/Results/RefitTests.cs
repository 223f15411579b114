using GlmmDsl.Data;
using GlmmDsl.Inference;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Tests.Results;

/// <summary>A refit gives the same result as a new fit.</summary>
public class RefitTests
{
    [Theory]
    [InlineData("sleep_ris")]
    [InlineData("sleep_uncorr")]
    [InlineData("penicillin")]
    [InlineData("pastes_nested")]
    public void Another_response_gives_the_fit_made_afresh(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        Table table = reference.Data();
        string name = reference.Formula.Split('~')[0].Trim();
        double[] response = [.. ((NumericColumn)table.Columns.Single(c => c.Name == name)).Values.ToArray().Select((y, i) => (y * (1 + (0.01 * Math.Sin(i)))) + 3)];
        var changed = new Table([.. table.Columns.Select(c => c.Name == name ? new NumericColumn(name, response) : c)]);

        MixedModelFit fresh = MixedModel.Fit(reference.Formula, changed, reference.Options());
        MixedModelFit refit = MixedModel.Fit(reference.Formula, table, reference.Options()).Refit(response);

        Assert.Equal(fresh.LogLikelihood.Value, refit.LogLikelihood.Value, 1e-8);
        Assert.Equal(fresh.Sigma, refit.Sigma, 1e-5 * fresh.Sigma);
        for (int i = 0; i < fresh.RowCount; i++)
        {
            Assert.Equal(fresh.Fitted[i], refit.Fitted[i], 1e-4 * fresh.Sigma);
        }
    }

    [Fact]
    public void Weights_of_two_count_as_variances_halved()
    {
        ReferenceCase reference = ReferenceCase.Load("sleep_ris");
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());
        MixedModelFit refit = fit.RefitWithWeights([.. Enumerable.Repeat(2.0, fit.RowCount)]);

        Assert.Equal(fit.LogLikelihood.Value, refit.LogLikelihood.Value, 1e-6);
        Assert.Equal(Math.Sqrt(2) * fit.Sigma, refit.Sigma, 1e-4);
    }

    [Fact]
    public void Another_start_ends_at_the_same_optimum()
    {
        ReferenceCase reference = ReferenceCase.Load("sleep_ris");
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());

        Assert.Equal(fit.LogLikelihood.Value, fit.RefitFrom([5, -1, 0.01]).LogLikelihood.Value, 1e-8);
    }

    [Fact]
    public void What_is_no_response_or_weight_is_refused()
    {
        ReferenceCase reference = ReferenceCase.Load("sleep_ris");
        MixedModelFit fit = MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());
        double[] response = [.. fit.Fitted];
        response[7] = double.NaN;

        Assert.Contains("180 values", Assert.Throws<ArgumentException>(() => fit.Refit([1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => fit.Refit(response)).Message, StringComparison.Ordinal);
        Assert.Contains("positive", Assert.Throws<ArgumentException>(() => fit.RefitWithWeights(new double[180])).Message, StringComparison.Ordinal);
        Assert.Contains("3 values", Assert.Throws<ArgumentException>(() => fit.RefitFrom([1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_response_of_a_generalised_model_gives_the_fit_made_afresh()
    {
        Table table = Fits.Data("cbpp");
        var options = new FitOptions { Family = Family.Binomial };
        double[] sizes = [.. ((NumericColumn)table.Columns.Single(c => c.Name == "size")).Values.ToArray()];
        double[] response = [.. sizes.Select((size, i) => (double)(i * 7 % 3 % ((int)size + 1)))];
        var changed = new Table([.. table.Columns.Select(c => c.Name == "incidence" ? new NumericColumn("incidence", response) : c)]);
        const string formula = "cbind(incidence, size - incidence) ~ factor(period) + (1 | herd)";

        MixedModelFit fresh = MixedModel.Fit(formula, changed, options);
        MixedModelFit refit = Fits.Cbpp.Refit(response);

        Assert.Equal(fresh.LogLikelihood.Value, refit.LogLikelihood.Value, 1e-8);
        Assert.Equal(fresh.Coefficients.Select(c => c.Estimate), refit.Coefficients.Select(c => c.Estimate));
        Assert.Equal(fresh.Residuals(ResidualKind.Pearson).AsEnumerable(), refit.Residuals(ResidualKind.Pearson).AsEnumerable());
        Assert.Throws<IncomparableFitsException>(() => ModelComparison.Aic(refit, Fits.Cbpp));
    }

    [Fact]
    public void What_is_no_response_of_the_family_is_refused()
    {
        MixedModelFit cbpp = Fits.Cbpp;
        double[] many = [.. Enumerable.Repeat(1000.0, cbpp.RowCount)];
        double[] half = [.. Enumerable.Repeat(0.5, cbpp.RowCount)];
        Assert.Contains("row 1 is 1000", Assert.Throws<ModelDataException>(() => cbpp.Refit(many)).Message, StringComparison.Ordinal);
        Assert.Contains("whole number from 0 to the row's 14 trials", Assert.Throws<ModelDataException>(() => cbpp.Refit(half)).Message, StringComparison.Ordinal);
        Assert.Contains("no success", Assert.Throws<ModelDataException>(() => cbpp.Refit(new double[cbpp.RowCount])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_of_a_generalised_model_leads_to_the_same_optimum()
    {
        AssertSame(Fits.Cbpp, Fits.Cbpp.RefitFrom([2]));
        AssertSame(Fits.Cbpp, Fits.Cbpp.RefitFrom([0.05]));
    }

    [Fact]
    public void Weights_of_a_Poisson_model_multiply_the_log_likelihoods_of_rows()
    {
        Table table = Counts(1, 0.8);
        double[] weights = [.. Enumerable.Range(0, table.RowCount).Select(i => 1.0 + (i % 3))];
        var options = new FitOptions { Family = Family.Poisson };
        var weighted = new Table([.. table.Columns, new NumericColumn("w", weights)]);

        MixedModelFit refit = MixedModel.Fit("y ~ x + (1 | g)", table, options).RefitWithWeights(weights);

        AssertSame(MixedModel.Fit("y ~ x + (1 | g)", weighted, options with { Weights = "w" }), refit);
    }

    [Fact]
    public void Weights_of_proportions_are_trials_and_each_row_keeps_its_proportion()
    {
        Table table = Proportions(1);
        var options = new FitOptions { Family = Family.Binomial, Weights = "m", WeightKind = WeightKind.Trials };
        double[] twice = [.. ((NumericColumn)table.Columns[2]).Values.ToArray().Select(m => 2 * m)];

        MixedModelFit refit = MixedModel.Fit("p ~ 1 + (1 | g)", table, options).RefitWithWeights(twice);

        AssertSame(MixedModel.Fit("p ~ 1 + (1 | g)", Proportions(2), options), refit);
        twice[3] = 7;
        string message = Assert.Throws<ModelDataException>(() => MixedModel.Fit("p ~ 1 + (1 | g)", table, options).RefitWithWeights(twice)).Message;
        Assert.Contains("row 4", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_a_binomial_model_without_any_count_alike_rows()
    {
        Table table = Fits.Data("cbpp");
        double[] weights = [.. Enumerable.Range(0, table.RowCount).Select(i => 1.0 + (i % 2))];
        var weighted = new Table([.. table.Columns, new NumericColumn("w", weights)]);
        var options = new FitOptions { Family = Family.Binomial, Weights = "w", WeightKind = WeightKind.Frequency };

        MixedModelFit refit = Fits.Cbpp.RefitWithWeights(weights);
        MixedModelFit fresh = MixedModel.Fit("cbind(incidence, size - incidence) ~ factor(period) + (1 | herd)", weighted, options);

        AssertSame(fresh, refit);
        Assert.Equal(fresh.Bic.Value, refit.Bic.Value, 1e-6);
    }

    private static void AssertSame(MixedModelFit fresh, MixedModelFit refit)
    {
        Assert.Equal(fresh.LogLikelihood.Value, refit.LogLikelihood.Value, 1e-6);
        foreach ((Coefficient a, Coefficient b) in fresh.Coefficients.Zip(refit.Coefficients))
        {
            Assert.Equal(a.Estimate, b.Estimate, 1e-3 * a.StandardError);
            Assert.Equal(a.StandardError, b.StandardError, 1e-3 * a.StandardError);
        }

        Assert.All(fresh.Residuals(ResidualKind.Pearson).Zip(refit.Residuals(ResidualKind.Pearson)), r => Assert.Equal(r.First, r.Second, 1e-3));
    }

    /// <summary>Counts of 12 groups, 8 rows each; the response comes first.</summary>
    private static Table Counts(int seed, double deviation)
    {
        var random = new Random(seed);
        double[] effects = [.. Enumerable.Range(0, 12).Select(_ => deviation * Normal(random))];
        double[] x = [.. Enumerable.Range(0, 96).Select(i => (i % 8 / 4.0) - 1)];
        double[] y = [.. Enumerable.Range(0, 96).Select(i => (double)Poisson(random, Math.Exp(0.5 + (0.3 * x[i]) + effects[i / 8])))];
        return new Table([new NumericColumn("y", y), new NumericColumn("x", x), new NumericColumn("g", [.. Enumerable.Range(0, 96).Select(i => (double)(i / 8))])]);
    }

    private static Table Proportions(int times)
    {
        int[] rows = [.. Enumerable.Range(0, 40)];
        double[] trials = [.. rows.Select(i => times * (4.0 + (i % 3)))];
        double[] proportions = [.. rows.Select(i => ((i * 7 % 5) + (i / 8 % 2)) % 5 / (4.0 + (i % 3)))];
        return new Table([new NumericColumn("p", proportions), new NumericColumn("g", [.. rows.Select(i => (double)(i / 4))]), new NumericColumn("m", trials)]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int Poisson(Random random, double mean)
    {
        double product = random.NextDouble();
        int count = 0;
        for (; product > Math.Exp(-mean); count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}
