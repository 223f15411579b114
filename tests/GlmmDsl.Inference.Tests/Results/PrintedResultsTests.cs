using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Results;

/// <summary>Single results print themselves in words and numbers that are the same in every culture.</summary>
public sealed class PrintedResultsTests
{
    private static readonly Lazy<MixedModelFit> Sleep = new(() => MixedModel.Fit("Reaction ~ Days + (Days | Subject)", ReferenceCase.Load("sleep_ris").Data()));

    [Fact]
    public void A_single_result_prints_as_a_line_in_any_culture()
    {
        Assert.Equal("Days: 10.4673, SE 1.546", Under("de-DE", () => Sleep.Value.Coefficients["Days"]));
        Assert.Equal("Days: 10.4673, SE 1.546, t(17.00) = 6.771, p = 3.264E-06", Under("de-DE", () => Sleep.Value.KenwardRoger().Coefficients["Days"]));
        Assert.Equal("Days: 10.4673, SE 1.546, z = 6.771, p = 1.275E-11", Under("de-DE", () => Sleep.Value.Wald().Coefficients["Days"]));
        Assert.StartsWith("Days: chi-square(1) = 23.5365", Under("de-DE", () => Sleep.Value.DropFixedTerms()["Days"]), StringComparison.Ordinal);
        Assert.Equal(
            "450.326, SE 30.1, [391.326, 509.327]",
            Under("de-DE", () => Sleep.Value.PredictInterval(new Table([new NumericColumn("Days", [10]), new NumericColumn("Subject", [308])]), PredictionOf.NewObservation)[0]));
    }

    [Fact]
    public void The_covariance_of_coefficients_prints_as_a_matrix_with_their_names() => Assert.Equal(
        "            (Intercept)   Days\n(Intercept)      46.575 -1.451\nDays             -1.451  2.389\n", Under("de-DE", () => Sleep.Value.Covariance));

    private static string Under(string culture, Func<object> result)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            return result().ToString()!;
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
