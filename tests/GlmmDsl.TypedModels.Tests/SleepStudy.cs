using System.Text.Json;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>Belenky et al. (2003): reaction times of 18 subjects over ten days of sleep deprivation.</summary>
public sealed record SleepRow(double Reaction, int Days, int Subject)
{
    public static IReadOnlyList<SleepRow> Read() => CsvRows.Read("sleepstudy", f => new SleepRow(f.Number("Reaction"), f.Integer("Days"), f.Integer("Subject")));
}

[LinearMixedModel<SleepRow>("Reaction ~ Days + (Days | Subject)")]
public sealed partial class SleepModel;

[LinearMixedModel<SleepRow>("Reaction ~ 1 + (1 | Subject)")]
public sealed partial class SleepNullModel;

public sealed class SleepStudy
{
    [Fact]
    public void The_typed_slope_is_lme4s()
    {
        SleepModel.RemlFit fit = SleepModel.FitReml(SleepRow.Read());
        Assert.Equal(10.4673, fit.Coefficients.Days.Estimate, 4);
        Assert.Equal(5.9221, fit.VarianceComponents.Subject.Days.StandardDeviation, 3);
        Assert.Equal(0.0656, fit.VarianceComponents.Subject.Correlations.Intercept_Days, 3);
        Assert.Equal(2.2585, fit.RandomEffects.Subject[308].Intercept.Value, 2);
    }

    [Fact]
    public void A_serialised_fit_is_its_JSON()
    {
        SleepModel.RemlFit fit = SleepModel.FitReml(SleepRow.Read());

        Assert.Equal(fit.ToJson(), JsonSerializer.Serialize(fit));
        Assert.Equal(fit.ToJson(), JsonSerializer.Serialize<object>(fit));
        Assert.Equal(180, JsonDocument.Parse(JsonSerializer.Serialize(new { Fit = fit }, JsonSerializerOptions.Web)).RootElement.GetProperty("fit").GetProperty("nobs").GetInt32());
    }
}
