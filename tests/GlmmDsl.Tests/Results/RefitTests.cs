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
        Assert.Contains("takes no start", Assert.Throws<InvalidOperationException>(() => cbpp.RefitFrom([1])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => cbpp.RefitWithWeights([.. Enumerable.Repeat(1.0, cbpp.RowCount)]));
    }
}
