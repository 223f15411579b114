using GlmmDsl.Families.Densities;
using GlmmDsl.Families.Jets;

namespace GlmmDsl.Tests.Families.Densities;

/// <summary>What a thread remembers of a Tweedie density changes no number.</summary>
public class TweedieConstantsTests
{
    private static readonly (double Mean, double Dispersion, double Shape)[] Points = [(0.3, 0.5, 0.2), (1.1, 0.5, 0.2), (0.3, 0.9, 0.2), (0.3, 0.5, -1.4)];

    [Fact]
    public void A_density_is_the_same_whatever_was_computed_before()
    {
        foreach ((double mean, double dispersion, double shape) in Points)
        {
            foreach (double y in new[] { 0, 0.7, 3, 1e4 })
            {
                Jet3 first = OnNewThread(() => At(mean, dispersion, shape, y));
                foreach ((double otherMean, double otherDispersion, double otherShape) in Points)
                {
                    At(otherMean, otherDispersion, otherShape, y);
                    At(otherMean, otherDispersion, otherShape, y + 1);
                }

                Assert.Equal(first, At(mean, dispersion, shape, y));
                Assert.Equal(first, At(mean, dispersion, shape, y));
            }
        }
    }

    [Fact]
    public void Predictors_of_the_same_values_with_other_derivatives_are_other_predictors()
    {
        Jet3 own = At(0.3, 0.5, 0.2, 3);
        Jet3 constant = TweedieDensity<LogMeanLink>.LogDensity<Jet3>([Jet3.Variable(0.3, 0), 0.5, 0.2], 3, 1);
        Assert.NotEqual(0, own.First(1));
        Assert.Equal(0, constant.First(1));
        Assert.Equal(own.Value, constant.Value);
        Assert.Equal(own.First(0), constant.First(0));
        Assert.Equal(own, At(0.3, 0.5, 0.2, 3));
    }

    private static Jet3 At(double mean, double dispersion, double shape, double y) =>
        TweedieDensity<LogMeanLink>.LogDensity<Jet3>([Jet3.Variable(mean, 0), Jet3.Variable(dispersion, 1), Jet3.Variable(shape, 2)], y, 1);

    private static T OnNewThread<T>(Func<T> compute)
    {
        T? result = default;
        var thread = new Thread(() => result = compute());
        thread.Start();
        thread.Join();
        return result!;
    }
}
