using GlmmDsl.Tests.References;

namespace GlmmDsl.Tests.Results;

/// <summary>A refit is the fit one would make from the start.</summary>
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
}
