using System.Reflection;

namespace GlmmDsl.Generators.Tests.Columns;

public class DateFactorTests
{
    [Fact]
    public void A_date_made_a_factor_has_a_coefficient_for_each_day()
    {
        const string source = """
            public sealed record Plot(double Yield, DateOnly? Sown, string Field);
            [LinearMixedModel<Plot>("Yield ~ factor(Sown) + (1 | Field)", Missing = MissingValues.Omit)] public sealed partial class Harvest;
            public static class Runner
            {
                public static double[] Fit()
                {
                    var first = new DateOnly(2024, 5, 31);
                    var fit = Harvest.FitReml(Enumerable.Range(0, 60).Select(i => new Plot(i % 3 + i % 5 * 0.1 + i / 15 * 0.01, first.AddDays(i % 3), "f" + i % 5)));
                    return [fit.Coefficients.factor_Sown[first.AddDays(1)].Estimate, fit.Coefficients.factor_Sown[first.AddDays(2)].Estimate];
                }
            }
            """;
        Assembly compiled = TypedCompilation.Load("DateFactor", [source]).Assembly;
        var estimates = (double[])compiled.GetType("Runner")!.GetMethod("Fit")!.Invoke(null, null)!;
        Assert.Equal(1, estimates[0], 1e-8);
        Assert.Equal(2, estimates[1], 1e-8);
    }
}
